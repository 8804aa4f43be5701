"""From measurements to the tables of ``docs/performance.md``: everything as a ratio within one run."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import editor
import small
from measuring import EDITOR, SMALL, Figure, Store
from plot import draw

BEGIN, END = "<!-- written by `python benchmarks/run.py report`", "<!-- end of what is written -->"
COLD, WARM, EDIT = "fastapi-lint, cold", "fastapi-lint, warm", "fastapi-lint, one edit"
AST, CST, RUFF = "ast.parse loop", "libcst loop", "ruff"
LARGE = 100_000
"""Lines from which on the targets hold."""


class Target(NamedTuple):
    """One aim: ``tool`` takes at most ``bound`` times what ``base`` takes."""

    tool: str
    bound: float
    base: str


TARGETS = (
    Target(COLD, 2.0, AST),
    Target(COLD, 0.15, CST),
    Target(COLD, 10, RUFF),
    Target(COLD, 1 / 10, "flake8-async"),
    Target(COLD, 1 / 2, "hydroid, with dependencies"),
    Target(COLD, 1 / 40, "fixit"),
    Target(WARM, 1.5, RUFF),
    Target(EDIT, 1.3, WARM),
)
MEMORY = 600e6


def write(store: Store, docs: Path) -> None:
    """Put the tables between the marks of the page, and the plot beside it."""
    if not store.measurements:
        raise SystemExit("nothing is measured yet (python benchmarks/run.py measure)")
    page = docs / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join(_tables(store))
    page.write_text(f"{before}{BEGIN} -->\n\n{tables}\n{END}{after}", encoding="utf-8")
    draw(store, docs / "images" / "performance.svg")


def _tables(store: Store) -> Iterator[str]:
    versions = ", ".join(
        dict.fromkeys(f"{_package(tool)} {release}" for tool, release in store.versions().items())
    )
    yield f"Python {platform.python_version()}, {os.cpu_count()} cores; {versions}.\n"
    figures = store.figures()
    yield from _aside(store)
    yield "![Seconds against lines, both logarithmic](images/performance.svg)\n"
    for project in store.projects():
        yield from _of_project(project, store, figures[project])
    yield from _targets(store, figures)
    yield from _growth(store, figures)


def _aside(store: Store) -> Iterator[str]:
    """The runs that hardly do anything, and the editor."""
    yield "### Few files, and the editor\n"
    yield "CPU in milliseconds, medians, in bold where the target is missed.\n"
    yield "| | CPU | over bare Python | target |"
    yield "|---|---:|---:|---:|"
    base = _milliseconds(store, SMALL, small.PYTHON)
    for tool, bound in ((small.PYTHON, None), (small.VERSION, 30), (small.WARM, 160), (small.COLD, None)):
        found = _milliseconds(store, SMALL, tool)
        if base and found:
            over = median(found) - median(base)
            yield f"| {_few(store, tool)} | {median(found):.0f} | {_bold(over, bound)} | {_at_most(bound)} |"
    edits = _milliseconds(store, EDITOR, editor.EDIT)
    if edits:
        of = next(one for one in store.measurements if one.project == EDITOR)
        what = f"edit of a file of {of.lines} lines among {of.files:,}, to its diagnostics"
        whole = median(_milliseconds(store, EDITOR, editor.EVERYTHING))
        yield f"| {what}: median | {median(edits):.0f} | | |"
        yield f"| the same: p95 of {len(edits)} edits | {_bold(quantiles(edits, n=20)[-1], 60)} | | {_at_most(60)} |"
        yield f"| everything, when nothing moves for a moment | {whole:.0f} | | |"
    yield ""


def _few(store: Store, tool: str) -> str:
    files = store.of(SMALL, tool)[0].files
    return f"{tool}, {files} files" if tool in (small.COLD, small.WARM) else tool


def _milliseconds(store: Store, project: str, tool: str) -> list[float]:
    return [one.cpu * 1e3 for one in store.of(project, tool)]


def _bold(value: float, bound: float | None) -> str:
    return f"**{value:.0f}**" if bound is not None and value > bound else f"{value:.0f}"


def _at_most(bound: float | None) -> str:
    return f"≤ {bound:.0f}" if bound is not None else ""


def _of_project(project: str, store: Store, figures: dict[str, Figure]) -> Iterator[str]:
    files = next(one.files for one in store.measurements if one.project == project)
    yield f"### {project}: {store.lines(project):,} lines in {files:,} files\n"
    yield "| | seconds | against `ast.parse` | CPU seconds | largest process | rounds |"
    yield "|---|---:|---:|---:|---:|---:|"
    base = figures.get(AST)
    for tool, figure in sorted(figures.items(), key=lambda item: item[1].wall):
        ratio = f"{figure.wall / base.wall:.2f}" if base else ""
        more = "more than " if figure.cut else ""
        yield (
            f"| {tool} | {more}{figure.wall:.2f} | {ratio} | {figure.cpu:.2f} | {figure.memory / 1e6:.0f} MB "
            f"| {figure.rounds} |"
        )
    yield ""


def _targets(store: Store, figures: dict[str, dict[str, Figure]]) -> Iterator[str]:
    large = [project for project in store.projects() if store.lines(project) >= LARGE]
    if not large:
        return
    yield "### Targets\n"
    yield "Times on the clock, as ratios; in bold where the target is missed.\n"
    yield f"| | target | {' | '.join(large)} |"
    yield f"|---|---:|{'---:|' * len(large)}"
    for target in TARGETS:
        cells = [_ratio(target, figures[project]) for project in large]
        bound = f"≤ {target.bound:g}" if target.bound >= 0.1 else f"≤ 1/{1 / target.bound:.0f}"
        yield f"| {target.tool} / {target.base} | {bound} | {' | '.join(cells)} |"
    cells = [_memory(figures[project].get(COLD)) for project in large]
    yield f"| {COLD}: largest process | ≤ {MEMORY / 1e6:.0f} MB | {' | '.join(cells)} |"
    yield ""


def _ratio(target: Target, figures: dict[str, Figure]) -> str:
    if target.tool not in figures or target.base not in figures:
        return ""
    base = figures[target.base]
    ratio = figures[target.tool].wall / base.wall
    shown = f"{ratio:.2f}" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"
    shown = f"less than {shown}" if base.cut else shown
    return f"**{shown}**" if ratio > target.bound and not base.cut else shown


def _memory(figure: Figure | None) -> str:
    if figure is None:
        return ""
    shown = f"{figure.memory / 1e6:.0f} MB"
    return f"**{shown}**" if figure.memory > MEMORY else shown


def _growth(store: Store, figures: dict[str, dict[str, Figure]]) -> Iterator[str]:
    yield "### Growth\n"
    yield "Microseconds per line. How much there is to do per line differs between projects, for the bare loop too.\n"
    yield "| | lines | fastapi-lint, cold | CPU | `ast.parse` loop | cold / loop |"
    yield "|---|---:|---:|---:|---:|---:|"
    for project in store.projects():
        lines, cold, base = store.lines(project), figures[project].get(COLD), figures[project].get(AST)
        if cold and base:
            micro = 1e6 / lines
            yield (
                f"| {project} | {lines:,} | {cold.wall * micro:.1f} | {cold.cpu * micro:.1f} | {base.wall * micro:.1f} "
                f"| {cold.wall / base.wall:.2f} |"
            )
    yield ""


def _package(tool: str) -> str:
    name = tool.partition(",")[0]
    return {"hydroid": "hydroid-cli", "libcst loop": "libcst"}.get(name, name)
