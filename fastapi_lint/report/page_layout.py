"""Where the boxes of the dependency graph stand: routes on the left, what they need to the right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from fastapi_lint.inventory.entries import Entry, Need
from fastapi_lint.report.view import View

CHAR, LINE, PAD = 7.0, 20, 12
_GAP, _COLUMN, _MARK = 14, 110, 8
_WIDEST, _LONGEST, _SIDE_BY_SIDE = 46, 12, 3


@dataclass(eq=False)
class Box:
    """Some routes that need the same, or one dependency."""

    key: str
    lines: list[str]
    column: int
    entries: list[tuple[int, Entry]] = field(default_factory=list)
    need: Need | None = None
    targets: dict[str, Need] = field(default_factory=dict)
    """The keys of what it needs, each with how it is declared."""
    x: float = 0
    y: float = 0

    @property
    def columns(self) -> int:
        """Many routes stand side by side."""
        return min(_SIDE_BY_SIDE, -(-len(self.lines) // _LONGEST))

    @property
    def rows(self) -> int:
        return -(-len(self.lines) // self.columns)

    @property
    def cell(self) -> float:
        """The width of one line."""
        return max(map(len, self.lines)) * CHAR + 2 * PAD

    @property
    def width(self) -> float:
        return self.cell * self.columns + _MARK

    @property
    def height(self) -> float:
        return LINE * self.rows + PAD

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Drawing:
    """All boxes by key, and the size of the whole."""

    boxes: dict[str, Box]
    width: float
    height: float


def shortened(text: str) -> str:
    """A text that is not wider than a box may be."""
    tail = _WIDEST // 2
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - tail - 1]}…{text[-tail:]}"


def drawing(view: View) -> Drawing:
    """Lay the graph out; routes without dependencies are not in it."""
    boxes = _bundles(view)
    _add_needs(boxes)
    columns: dict[int, list[Box]] = defaultdict(list)
    for box in boxes.values():
        columns[box.column].append(box)
    users: dict[str, list[Box]] = defaultdict(list)
    for box in boxes.values():
        for target in box.targets:
            users[target].append(box)
    x = 1.0
    for _, column in sorted(columns.items()):
        width = max(box.width for box in column)
        for box in column:
            box.x = x if box.column else x + width - box.width
        _stack(column, users)
        x += width + _COLUMN
    height = max((box.y + box.height for box in boxes.values()), default=0)
    return Drawing(boxes, x - _COLUMN + 1, height + 1)


def _bundles(view: View) -> dict[str, Box]:
    """Routes that need the same share a box."""
    boxes: dict[str, Box] = {}
    for number, (_, entry) in enumerate(view.entries()):
        if entry.needs:
            key = " ".join(["route", *sorted({need.key for need in entry.needs})])
            box = boxes.setdefault(key, Box(key, [], 0))
            box.lines.append(shortened(route_label(entry)))
            box.entries.append((number, entry))
            box.targets.update({need.key: need for need in entry.needs})
    return boxes


def route_label(entry: Entry) -> str:
    """``GET /items``."""
    return f"{entry.method} {entry.shown_path or '/'}"


def _add_needs(boxes: dict[str, Box]) -> None:
    """Every dependency once, to the right of all that need it."""
    stack = [
        (need, 1, frozenset[str]())
        for box in list(boxes.values())
        for _, entry in box.entries
        for need in entry.needs
    ]
    while stack:
        need, column, above = stack.pop()
        box = boxes.get(need.key)
        if need.key in above or (box is not None and box.column >= column):
            continue
        if box is None:
            box = boxes[need.key] = Box(need.key, [shortened(need.label)], column, need=need)
            box.targets.update({inner.key: inner for inner in need.needs})
        box.column = column
        stack += [(inner, column + 1, above | {need.key}) for inner in need.needs]


def _stack(column: list[Box], users: dict[str, list[Box]]) -> None:
    """One below the other, each as near as it can be to the middle of its users."""
    wanted = {box.key: _mean([user.middle for user in users[box.key]]) for box in column}
    if column[0].column:
        column.sort(key=lambda box: wanted[box.key])
    y = 1.0
    for box in column:
        y = max(y, wanted[box.key] - box.height / 2)
        box.y = y
        y += box.height + _GAP
    _settle(column, wanted)


def _settle(column: list[Box], wanted: dict[str, float]) -> None:
    """Move boxes that others have pushed down up again, as far as there is room."""
    for index in range(len(column) - 1, -1, -1):
        box = column[index]
        floor = column[index - 1].y + column[index - 1].height + _GAP if index else 1.0
        box.y = max(floor, min(box.y, wanted[box.key] - box.height / 2)) if box.column else box.y


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
