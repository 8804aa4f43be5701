"""The parameters of a route on the page: everything that its requests bring, and what reads it."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.inventory.entries import Entry, Input
from fastapi_lint.report.page_graph import text
from fastapi_lint.report.view import View

_HEAD = "".join(f'<th scope="col">{name}</th>' for name in ("In", "Name", "Type", "Default", "Read by"))


def inputs(view: View, entry: Entry) -> str:
    """A table with a row each; nothing where requests bring nothing."""
    body = "".join(_rows(view, entry))
    if not body:
        return ""
    return (
        "<h4>Parameters</h4>"
        f'<table class="inputs"><thead><tr>{_HEAD}</tr></thead><tbody>{body}</tbody></table>'
    )


def _rows(view: View, entry: Entry) -> Iterator[str]:
    for need, one in entry.taken():
        if one.is_read:
            reader = f"<code>{text(need.label if need is not None else entry.name)}</code>"
            where = f'<span class="where">{text(view.where(one.place))}</span>' if one.place else ""
            yield (
                f"<tr><td>{text(one.source or '?')}</td><td><code>{text(one.alias or one.name)}</code></td>"
                f"<td><code>{text(one.type)}</code></td><td>{_default(one)}</td><td>{reader} {where}</td></tr>"
            )


def _default(of: Input) -> str:
    if of.required:
        return "required"
    if of.default:
        return f"<code>{text(of.default)}</code>"
    return "optional" if of.required is False else "?"
