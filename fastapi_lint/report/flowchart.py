"""Mermaid flowcharts: nodes with safe names, and text that cannot end its quotes."""

from __future__ import annotations

from fastapi_lint.report.plain import one_line

_ENTITIES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}


class Flowchart:
    """A flowchart from left to right; a node is made when it is first asked for."""

    def __init__(self) -> None:
        self._nodes: dict[str, str] = {}
        self._lines: list[str] = []
        self._edges: dict[str, None] = {}

    def node(self, key: str, label: str, shape: str = "[]", style: str = "") -> str:
        """The name of the node for ``key``."""
        if key not in self._nodes:
            self._nodes[key] = f"n{len(self._nodes)}"
            half = len(shape) // 2
            suffix = f":::{style}" if style else ""
            self._lines.append(f'  {self._nodes[key]}{shape[:half]}"{_safe(label)}"{shape[half:]}{suffix}')
        return self._nodes[key]

    def edge(self, start: str, end: str, label: str = "", dotted: bool = False) -> None:
        """An arrow, drawn once."""
        arrow = "-.->" if dotted else "-->"
        middle = f'|"{_safe(label)}"|' if label else ""
        self._edges[f"  {start} {arrow}{middle} {end}"] = None

    def text(self, styles: dict[str, str]) -> str:
        """The chart, with the styles of its classes."""
        classes = [f"  classDef {name} {style}" for name, style in styles.items()]
        return "\n".join(["flowchart LR", *self._lines, *self._edges, *classes, ""])


def _safe(text: str) -> str:
    return "".join(_ENTITIES.get(character, character) for character in one_line(text))
