"""What a body reads of an object behind a place that changes it, and before anything gives it another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.leaving import leaves

_BINDING = frozenset((s.Assign, s.Assigned, s.For, s.With, s.Generator, s.Call))
_LOADS = frozenset({"refresh"})
_DETACHES = frozenset({"close", "expunge", "expunge_all", "remove"})


class Surroundings:
    """A body, and what stands where in it."""

    def __init__(self, body: tuple[s.Stmt, ...]) -> None:
        self.body = body
        nodes = s.of_kinds(body, _BINDING)
        self._calls = [node for node in nodes if isinstance(node, s.Call)]
        self._withs = [node for node in nodes if isinstance(node, s.With)]
        self._binding = [node for node in nodes if not isinstance(node, s.Call)]

    def pairs(
        self, places: Iterable[s.Expr], reads: list[s.Attribute]
    ) -> Iterator[tuple[s.Expr, s.Attribute]]:
        """Each attribute that is read of an object from before a place, with that place: the last of several, and of
        each object the first attribute alone."""
        seen: set[tuple[int, str]] = set()
        ends = {place: self._end(place) for place in places}
        for read in sorted(reads, key=lambda one: one.start):
            over = [place for place, end in ends.items() if end <= read.start and self._follows(place, read)]
            place = max(over, key=lambda one: ends[one], default=None)
            held = s.dotted(read.value)
            if place is None or not held or (place.start, held) in seen:
                continue
            seen.add((place.start, held))
            if self._is_kept(held, ends[place], read.start) and read.start < self._closed(place):
                yield place, read

    def taken(self, place: s.Expr, reads: list[s.Attribute]) -> Iterator[s.Attribute]:
        """The first of each attribute that is read of what a place gives, or of an item of that."""
        seen: set[str] = set()
        for read in sorted(reads, key=lambda one: one.start):
            held, written = s.dotted(read.value), s.dotted(read)
            root = held.partition(".")[0]
            is_taken = self._comes_from(root, place, read.start) if held else _holds(read.value, place)
            if is_taken and not (written and written in seen) and read.start < self._closed(place):
                seen.add(written)
                yield read

    def refreshed(self, place: s.Expr, reads: list[s.Attribute]) -> Iterator[s.Attribute]:
        """What is read behind ``db.refresh(note)`` of an object that was made here: the first of each attribute."""
        given = {s.dotted(arg) for arg in place.args} if isinstance(place, s.Call) else set()
        seen: set[str] = set()
        for read in sorted(reads, key=lambda one: one.start):
            held, written = s.dotted(read.value), s.dotted(read)
            is_made = held in given and written not in seen and self._is_made(held, place.start)
            if is_made and any(self.pairs([place], [read])):
                seen.add(written)
                yield read

    def _comes_from(self, name: str, place: s.Expr, before: int) -> bool:
        """Whether a name is bound last to what a place gives."""
        binding = [one for one in self._binding if name in _bound(one)]
        last = max((one for one in binding if one.start < before), key=lambda one: one.start, default=None)
        last = last or next((one for one in binding if isinstance(one, s.Generator)), None)
        if last is None or isinstance(last, s.With):
            return False
        value = last.iter if isinstance(last, (s.For, s.Generator)) else last.value
        if isinstance(value, s.Name) and value.id != name:
            return self._comes_from(value.id, place, last.start)
        return _holds(value, place)

    def _end(self, place: s.Expr) -> int:
        """Where what a place does is done: behind the ``with`` whose context it is."""
        around = (one for one in self._withs if any(context is place for context in one.contexts))
        return next((one.end for one in around), place.end)

    def _follows(self, place: s.Expr, read: s.Attribute) -> bool:
        statements, _ = _behind(self.body, place) or ((), False)
        return any(one.start <= read.start < one.end for one in statements)

    def _closed(self, place: s.Expr) -> int:
        """Where the session ends: with the ``with`` that made it."""
        names = {node.id for node in s.walk(place) if isinstance(node, s.Name)}
        making = (
            one for one in self._withs if any(s.dotted(target) in names for target in one.targets if target)
        )
        return min(
            (one.end for one in making if one.start <= place.start < one.end), default=self.body[-1].end
        )

    def _is_kept(self, held: str, start: int, end: int) -> bool:
        """Whether an object is one from before ``start``, in the session, and neither loaded nor detached since."""
        root = held.partition(".")[0]
        for call in self._calls:
            if start <= call.start < end and isinstance(call.func, s.Attribute):
                loads = call.func.attr in _LOADS and any(s.dotted(arg) == held for arg in call.args)
                if loads or call.func.attr in _DETACHES:
                    return False
        return not self._is_bound(root, start, end) and not self._is_apart(root, start)

    def _is_bound(self, name: str, start: int, end: int) -> bool:
        """Whether a name is bound to something else in between; items of what is from before are from before."""
        for node in self._binding:
            is_loop = isinstance(node, (s.For, s.Generator))
            if start <= node.start and (node.start < end or is_loop) and name in _bound(node):
                held = s.dotted(node.iter).partition(".")[0] if is_loop else ""
                if not held or held == name or self._is_bound(held, start, node.start):
                    return True
        return False

    def _is_apart(self, name: str, start: int) -> bool:
        """Whether an object was made here and given to nobody: no session has it."""
        if not self._is_made(name, start):
            return False
        passed = (arg for call in self._calls if call.start < start for arg in (*call.args, *call.keywords))
        return not any(isinstance(node, s.Name) and node.id == name for arg in passed for node in s.walk(arg))

    def _is_made(self, name: str, start: int) -> bool:
        """Whether a name is bound to a new object before a place."""
        made = (one for one in self._binding if isinstance(one, s.Assign) and name in _bound(one))
        calls = (one.value for one in made if one.start < start)
        return any(isinstance(value, s.Call) and _is_class(value) for value in calls)


def _behind(body: tuple[s.Stmt, ...], place: s.Expr) -> tuple[list[s.Stmt], bool] | None:
    """The statements that may run after a place, and whether nothing around the body does."""
    for position, statement in enumerate(body):
        if not statement.start <= place.start < statement.end:
            continue
        run, has_left = _inside(statement, place)
        rest = body[position + 1 :]
        return (run, True) if has_left else ([*run, *rest], leaves(body[position:]))
    return None


def _inside(statement: s.Stmt, place: s.Expr) -> tuple[list[s.Stmt], bool]:
    for block, further in _blocks(statement):
        found = _behind(block, place)
        if found is not None:
            return [*found[0], *further], found[1]
    return [], False


def _blocks(statement: s.Stmt) -> Iterator[tuple[tuple[s.Stmt, ...], tuple[s.Stmt, ...]]]:
    """The blocks of a statement, each with what runs in it afterwards."""
    if isinstance(statement, (s.If, s.For, s.While)):
        yield statement.body, ()
        yield statement.orelse, ()
    elif isinstance(statement, s.With):
        yield statement.body, ()
    elif isinstance(statement, s.Try):
        yield statement.body, (*statement.orelse, *statement.final)
        yield statement.orelse, statement.final
        yield from ((handler.body, statement.final) for handler in statement.handlers)
        yield statement.final, ()
    elif isinstance(statement, s.Match):
        yield from ((case, ()) for case in statement.cases)


def _holds(expr: s.Expr | None, place: s.Expr) -> bool:
    return expr is not None and expr.start <= place.start < expr.end


def _bound(node: s.Syntax) -> set[str]:
    """The names that a statement, or a loop of a comprehension, binds."""
    targets: tuple[s.Expr | None, ...] = ()
    if isinstance(node, (s.Assign, s.With)):
        targets = node.targets
    elif isinstance(node, (s.For, s.Generator, s.Assigned)):
        targets = (node.target,)
    parts = (part for target in targets if target is not None for part in s.walk(target))
    return {part.id for part in parts if isinstance(part, s.Name)}


def _is_class(call: s.Call) -> bool:
    return s.dotted(call.func).rpartition(".")[2][:1].isupper()
