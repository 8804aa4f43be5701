"""``routes`` as a tree: applications, the routers that they include, and routes, in the order of matching."""

from __future__ import annotations

from typing import TextIO

from rich.text import Text

from fastapi_lint.inventory.entries import Branch, Entry, Group
from fastapi_lint.report import routes_text as words
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.routes_remarks import summary
from fastapi_lint.report.terminal import console
from fastapi_lint.report.twigs import Twig, guides_for, rows
from fastapi_lint.report.view import View, heading, runs


def write(view: View, stream: TextIO) -> None:
    """Write one tree per application."""
    out = console(stream, view.color, view.width)
    guides = guides_for(getattr(stream, "encoding", None))
    for group in view.inventory.groups:
        out.print(Text.assemble((one_line(heading(group)), "bold"), (f"  {view.where(group.place)}", "dim")))
        for row in rows(_twigs(view, group), guides):
            out.print(row)
        out.print()
    out.print(summary(view))


def _twigs(view: View, group: Group) -> list[Twig]:
    """Routes that come from the same routers one after the other stand below those routers once."""
    top = Twig(Text())
    open_: list[tuple[Branch, Twig]] = []
    for entry in filter(view.shows, group.entries):
        common = 0
        for (branch, _), wanted in zip(open_, entry.branches, strict=False):
            if branch != wanted:
                break
            common += 1
        del open_[common:]
        for branch in entry.branches[common:]:
            twig = Twig(_router(view, branch))
            (open_[-1][1] if open_ else top).twigs.append(twig)
            open_.append((branch, twig))
        (open_[-1][1] if open_ else top).twigs.append(_route(view, entry))
    return top.twigs


def _router(view: View, branch: Branch) -> Text:
    text = Text(one_line(branch.router), style="bold")
    if branch.prefix != "":
        text.append("  ").append_text(words.path("?" if branch.prefix is None else branch.prefix))
    text.append(f"  {view.where(branch.place)}", style="dim")
    return text


def _route(view: View, entry: Entry) -> Twig:
    text = Text("  ").join([words.method(entry), words.path(entry.shown_path), words.name(entry)])
    if not entry.is_mount:
        text.append(f"  {runs(entry.is_async)}")
    text.append(f"  {view.where(entry.place)}", style="dim")
    twig = Twig(text, [Twig(remark) for remark in words.remarks_of(view, entry)])
    if entry.mounted is not None:
        twig.twigs += _twigs(view, entry.mounted)
    return twig
