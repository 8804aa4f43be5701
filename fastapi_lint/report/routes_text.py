"""What the table and the tree of routes have in common: coloured words."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from fastapi_lint.inventory.entries import Entry, Need
from fastapi_lint.model.routes.paths import PARAMETER
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.routes_remarks import remarks
from fastapi_lint.report.view import View

_METHODS = {
    "GET": "bold green",
    "POST": "bold blue",
    "PUT": "bold yellow",
    "PATCH": "bold yellow",
    "DELETE": "bold red",
    "WS": "bold magenta",
    "MOUNT": "bold cyan",
}
_SECURITY = "security"


def method(entry: Entry) -> Text:
    """``GET`` in its colour."""
    return Text(entry.method, style=_METHODS.get(entry.method, "bold"))


def path(of: str) -> Text:
    """A path with its parameters emphasised; the empty one is a pair of quotes."""
    text = Text(one_line(of) or '""')
    text.highlight_regex(PARAMETER, "cyan")
    text.highlight_regex(r"^\?", "bold yellow")
    return text


def name(entry: Entry) -> Text:
    """The endpoint."""
    return Text(one_line(entry.name), style="" if entry.endpoint else "yellow")


def need(of: Need) -> Text:
    """A dependency, with a mark where it brings security."""
    text = Text(one_line(of.label), style="" if of.name else "yellow")
    return text.append(f" ({_SECURITY})", style="magenta") if of.is_guarded else text


def remarks_of(view: View, entry: Entry) -> Iterator[Text]:
    """What is unusual about an entry, a line each."""
    for remark in remarks(view, entry):
        yield Text(one_line(remark), style="yellow" if remark.startswith("never") else "dim")
