"""Requirements in a project's metadata, all of them turned into the one syntax of PEP 508."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

_HATCH = ("dependencies", "extra-dependencies")
"""The requirements of one of Hatch's environments."""


class Requirements(NamedTuple):
    """What one file declares: requirement lines, and the specifiers of the interpreter (alternatives)."""

    path: str
    lines: tuple[str, ...]
    python: tuple[str, ...] = ()


def from_pyproject(document: Mapping[str, Any], path: str) -> Requirements:
    """``[project]``, ``[dependency-groups]``, the tables of Poetry, uv, PDM, Hatch, Flit; skips what is malformed."""
    project, tool = _table(document, "project"), _table(document, "tool")
    flit = _table(_table(tool, "flit"), "metadata")
    hatch = _table(_table(tool, "hatch"), "envs").values()
    groups = (
        *_table(project, "optional-dependencies").values(),
        *_table(document, "dependency-groups").values(),
        *_table(_table(tool, "pdm"), "dev-dependencies").values(),
        *(env.get(key) for env in hatch if isinstance(env, Mapping) for key in _HATCH),
        flit.get("requires"),
        *_table(flit, "requires-extra").values(),
    )
    lists = (project.get("dependencies"), _table(tool, "uv").get("dev-dependencies"), *groups)
    lines = [line for lines in lists if isinstance(lines, list) for line in lines if isinstance(line, str)]
    poetry = _table(tool, "poetry")
    tables = [_table(poetry, "dependencies"), _table(poetry, "dev-dependencies")]
    tables += [_table(group, "dependencies") for group in _table(poetry, "group").values()]
    python = project.get("requires-python") or flit.get("requires-python")
    return Requirements(
        path,
        (*lines, *(line for table in tables for line in _poetry_lines(table))),
        (python,) if isinstance(python, str) else tuple(_poetry_ranges(tables[0].get("python"))),
    )


def from_setup_cfg(text: str, path: str) -> Requirements:
    """``install_requires``, the extras, and ``python_requires``; a broken file is empty."""
    from configparser import ConfigParser, Error

    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except Error:
        return Requirements(path, ())
    lists = [parser.get("options", "install_requires", fallback="")]
    if parser.has_section("options.extras_require"):
        lists += [value for _, value in parser.items("options.extras_require")]
    python = parser.get("options", "python_requires", fallback="")
    lines = (line.strip() for text in lists for line in re.split(r"[\n]", text))
    return Requirements(path, tuple(filter(None, lines)), (python,) if python else ())


def _table(parent: object, key: str) -> Mapping[str, Any]:
    value = parent.get(key) if isinstance(parent, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _poetry_lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, constraint in table.items():
        if name != "python":
            yield from (name + text for text in _poetry_ranges(constraint))


def _poetry_ranges(constraint: object) -> Iterator[str]:
    """The alternatives of a Poetry constraint as PEP 440 specifiers."""
    if isinstance(constraint, list):
        for alternative in constraint:
            yield from _poetry_ranges(alternative)
    elif isinstance(constraint, Mapping):
        yield from _poetry_ranges(constraint.get("version", "*"))
    elif isinstance(constraint, str):
        for alternative in constraint.split("||"):
            tight = re.sub(r"([<>=!~^])\s+", r"\1", alternative)
            yield ",".join(_pep440(re.findall(r"[^\s,]*\d[^\s,]*|\*", tight)))


def _pep440(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        version = part.lstrip("^~=")
        if part.startswith("^"):
            yield from (f">={version}", f"<{_raised(version, caret=True)}")
        elif part.startswith("~") and not part.startswith("~="):
            yield from (f">={version}", f"<{_raised(version, caret=False)}")
        elif part != "*":
            yield part if part[0] in "<>=!~" else f"=={part}"


def _raised(version: str, *, caret: bool) -> str:
    """The first version that ``^version`` or ``~version`` excludes."""
    release = [int(part) for part in re.findall(r"\d+", version)[:3]]
    significant = next((index for index, part in enumerate(release) if part), len(release) - 1)
    index = significant if caret else min(1, len(release) - 1)
    return ".".join(map(str, (*release[:index], release[index] + 1)))
