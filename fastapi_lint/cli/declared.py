"""How a command's options are declared: one field each, with names, a metavar and a sentence.

A declaration knows nothing of who reads it. Typer does (``app``), and ``quick``, which spares a run typer's start.
"""

from __future__ import annotations

from typing import NamedTuple


class Option(NamedTuple):
    """An option. A field that is a flag has names such as ``--fix/--no-fix``."""

    names: tuple[str, ...]
    help: str
    metavar: str | None = None
    panel: str | None = None
    envvar: str | None = None
    least: int | None = None
    """The smallest number that is allowed."""


class Argument(NamedTuple):
    """What needs no option's name."""

    metavar: str
    help: str
