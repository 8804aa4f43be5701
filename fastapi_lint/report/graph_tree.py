"""``graph`` as a tree: what a route needs, and what that needs; what was shown is not shown again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.text import Text

from fastapi_lint.inventory.entries import Entry, Need
from fastapi_lint.report import routes_text as words
from fastapi_lint.report.needs_words import reads, traits
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.terminal import console
from fastapi_lint.report.twigs import Twig, guides_for, rows
from fastapi_lint.report.view import View, heading, runs


def write(view: View, stream: TextIO) -> None:
    """Write one tree per route, under the names of the applications where there are several."""
    out = console(stream, view.color, view.width)
    guides = guides_for(getattr(stream, "encoding", None))
    current = None
    for group, entry in view.entries():
        if entry.is_mount:
            continue
        if group is not current:
            out.print(Text(one_line(heading(group)), style="bold underline"))
            current = group
        out.print(_route(view, entry))
        seen: set[str] = set()
        for row in rows([*_reads(entry), *(_twig(view, need, seen) for need in entry.needs)], guides):
            out.print(row)
        out.print()


def _route(view: View, entry: Entry) -> Text:
    text = Text("  ").join([words.method(entry), words.path(entry.shown_path), words.name(entry)])
    text.append(f"  {runs(entry.is_async)}")
    text.append(f"  {view.where(entry.place)}", style="dim")
    return text if entry.needs else text.append("  no dependencies", style="dim")


def _twig(view: View, need: Need, seen: set[str]) -> Twig:
    label = "bold magenta" if need.is_security else "bold" if need.name else "yellow"
    text = Text(one_line(need.label), style=label)
    repeated = need.key in seen and bool(need.needs)
    seen.add(need.key)
    told = traits(need)
    if told:
        text = Text.assemble(text, f"  {', '.join(told)}")
    if need.place is not None:
        text = Text.assemble(text, (f"  {view.where(need.place)}", "dim"))
    if repeated:
        return Twig(Text.assemble(text, ("  (needs: see above)", "dim")))
    return Twig(text, [*_reads(need), *(_twig(view, inner, seen) for inner in need.needs)])


def _reads(of: Entry | Need) -> Iterator[Twig]:
    told = ", ".join(reads(of.inputs))
    if told:
        yield Twig(Text(one_line(f"reads {told}"), style="dim"))
