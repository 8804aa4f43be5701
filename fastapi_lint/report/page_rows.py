"""The routes of the page: a table in which every row opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fastapi_lint.inventory.entries import Entry, Group, Need
from fastapi_lint.model.routes.paths import PARAMETER
from fastapi_lint.report.needs_words import traits
from fastapi_lint.report.page_graph import prose, text
from fastapi_lint.report.page_inputs import inputs
from fastapi_lint.report.routes_remarks import remarks
from fastapi_lint.report.view import Note, View, heading, runs

_BETWEEN = "\N{SYMBOL FOR UNIT SEPARATOR}"
_HEAD = "".join(
    f'<th scope="col">{name}</th>'
    for name in ("Method", "Path", "Endpoint", "Runs", "Response", "Dependencies", "Tags", "Findings")
)


def table(view: View, notes: dict[int, list[Note]]) -> str:
    """All routes, under the names of their applications; ``notes`` has the findings by the row's number."""
    rows = []
    current = None
    for number, (group, entry) in enumerate(view.entries()):
        if group is not current:
            rows.append(_heading(view, group))
            current = group
        rows += _row(view, group, entry, number, notes.get(number, []))
    body = "\n".join(rows)
    return f'<table id="routes"><thead><tr>{_HEAD}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'


def _heading(view: View, group: Group) -> str:
    where = f'<span class="where">{text(view.where(group.place))}</span>'
    return f'<tr class="group"><th colspan="8" scope="rowgroup">{text(heading(group))} {where}</th></tr>'


def _row(view: View, group: Group, entry: Entry, number: int, notes: Sequence[Note]) -> Iterator[str]:
    methods = entry.methods or (entry.method,)
    needs = "".join(_chip(need) for need in entry.needs)
    tags = "".join(f'<span class="chip tag">{text(tag or "?")}</span>' for tag in entry.tags)
    run = "" if entry.is_mount else runs(entry.is_async)
    yield (
        f'<tr class="route{" lost" if entry.shadow else ""}" data-row="{number}" '
        f'data-methods="{text(" ".join(methods))}" data-flags="{_flags(entry, notes)}" '
        f'data-tags="{text(_BETWEEN.join(tag or "?" for tag in entry.tags))}" '
        f'data-search="{text(_searched(entry, group))}">'
        f'<td><button class="open" aria-expanded="false" aria-controls="more{number}">'
        f'<span class="sr">Details of </span>{_badges(methods)}</button></td>'
        f'<td class="path">{_path(entry)}{_marks(entry)}</td>'
        f'<td><span class="name">{text(entry.name)}</span>'
        f'<span class="where">{text(view.where(entry.place))}</span></td>'
        f'<td class="runs {run}">{run}</td><td class="model">{text(entry.response_model or "")}</td>'
        f"<td>{needs}</td><td>{tags}</td><td>{_counts(notes)}</td></tr>"
    )
    details = _details(view, entry, notes)
    yield f'<tr class="more" id="more{number}"><td></td><td colspan="7">{details}</td></tr>'


def _badges(methods: Sequence[str]) -> str:
    return " ".join(
        f'<span class="m {"unknown" if name == "?" else text(name)}">{text(name)}</span>' for name in methods
    )


def _path(entry: Entry) -> str:
    unknown = '<span class="unknown">?</span>' if entry.path is None else ""
    known = text(entry.tail if entry.path is None else entry.path)
    return unknown + PARAMETER.sub(lambda found: f'<b class="param">{found[0]}</b>', known) or '""'


def _marks(entry: Entry) -> str:
    partly = entry.shadow is not None and set(entry.shadow.methods) != set(entry.methods or ())
    methods = f"{' '.join(entry.shadow.methods)} " if entry.shadow is not None and partly else ""
    lost = f'<span class="mark lost">{text(methods)}never reached</span>' if entry.shadow else ""
    return lost + ('<span class="mark">conditional</span>' if entry.is_conditional else "")


def _chip(need: Need) -> str:
    kind = " unknown" if need.name is None else " security" if need.is_guarded else ""
    title = ", ".join([need.key, *traits(need)])
    attributes = f'class="chip need{kind}" data-name="{text(need.key)}" title="{text(title)}"'
    return f"<button {attributes}>{text(need.label)}</button>"


def _counts(notes: Sequence[Note]) -> str:
    levels = [str(note.finding.severity) for note in notes]
    return "".join(
        f'<span class="count {level}" title="{levels.count(level)} {level}">{levels.count(level)}</span>'
        for level in ("error", "warning", "info")
        if level in levels
    )


def _details(view: View, entry: Entry, notes: Sequence[Note]) -> str:
    told = "".join(f"<p>{text(remark)}</p>" for remark in remarks(view, entry))
    model = f"<p>Response model <code>{text(entry.response_model)}</code></p>" if entry.response_model else ""
    needs = f"<h4>Dependencies</h4>{_tree(view, entry.needs, set())}" if entry.needs else ""
    found = (
        f'<h4>Findings</h4><ul class="findings">{"".join(note_item(view, note) for note in notes)}</ul>'
        if notes
        else ""
    )
    return f"{told}{model}{inputs(view, entry)}{needs}{found}" or "<p>Nothing else is known.</p>"


def _tree(view: View, needs: tuple[Need, ...], seen: set[str]) -> str:
    items = []
    for need in needs:
        repeated = need.key in seen and bool(need.needs)
        seen.add(need.key)
        below = "" if repeated or not need.needs else _tree(view, need.needs, seen)
        words = "".join(f'<span class="trait">{text(word)}</span>' for word in traits(need))
        more = ' <span class="where">(needs: see above)</span>' if repeated else ""
        where = f'<span class="where">{text(view.where(need.place))}</span>'
        items.append(f"<li><code>{text(need.label)}</code>{words} {where}{more}{below}</li>")
    return f'<ul class="tree">{"".join(items)}</ul>'


def note_item(view: View, note: Note) -> str:
    """A finding, linked to the manual page of its rule."""
    finding = note.finding
    code = text(finding.code)
    linked = (
        f'<a href="{text(note.url)}" rel="noreferrer">{code}</a>' if note.url.startswith("https://") else code
    )
    where = f'<span class="where">{text(view.shown_path(finding.path))}:{note.row}:{note.column}</span>'
    return f'<li class="{finding.severity}">{linked} {prose(finding.message)} {where}</li>'


def _names(entry: Entry) -> set[str]:
    return {inner.key for need in entry.needs for inner in need.walk()}


def _searched(entry: Entry, group: Group) -> str:
    parts = [*(entry.methods or (entry.method,)), entry.shown_path, entry.endpoint or entry.name, group.title]
    parts += [entry.response_model or "", *(tag or "?" for tag in entry.tags), *sorted(_names(entry))]
    return " ".join(parts).lower()


def _flags(entry: Entry, notes: Sequence[Note]) -> str:
    is_open = not entry.is_mount and not entry.security
    flags = {
        "findings": bool(notes),
        "lost": entry.shadow is not None,
        "open": is_open,
        "thread": entry.is_async is False,
    }
    return " ".join(name for name, on in flags.items() if on)
