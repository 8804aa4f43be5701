"""Two versions of a file's syntax side by side: what is the same and only stands elsewhere, and which bodies differ.

Syntax is frozen for everybody but this module: the linked project, its registrations and the bodies that were followed
all hold the records of the old version, and moving those is what makes them speak of the new text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import force_setattr

from fastapi_lint.model.domain import Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.facts import take_body

_PLACES = frozenset({"start", "length", "name_start"})
_BODY = ("length", "inside", "calls", "imports", "awaits", "returns_value", "docstring")
"""What a function's syntax says about its body, and may be otherwise."""


class Comparison:
    """What is needed to turn the old version of a module's syntax into the new one."""

    def __init__(self, module: Module, old: str, new: str) -> None:
        self.module = module
        self.old = old
        self.new = new
        self.changed: list[tuple[s.FunctionDef, s.FunctionDef]] = []
        """The functions with another body, old and new."""
        self.added: list[s.Imported] = []
        self.removed: list[s.Imported] = []
        """Imports of the module level for names that the other version does not mention."""
        self._body: tuple[s.Stmt, ...] = ()
        self._moved: list[tuple[s.Syntax, int]] = []
        self._placed: list[tuple[s.Syntax, s.Syntax]] = []
        self._inside: list[tuple[s.FunctionDef, s.Inside]] = []

    def is_alike(self, after: Sequence[s.Stmt]) -> bool:
        """Whether the new module level differs from the old one in nothing but places, function bodies and imports."""
        before = self.module.facts.body
        self.removed = list(_unmentioned(before, self.new))
        self.added = list(_unmentioned(after, self.old))
        kept = [one for one in before if one not in self.removed]
        remaining = iter(kept)
        self._body = tuple(one if one in self.added else next(remaining, one) for one in after)
        return self._are_alike(kept, [one for one in after if one not in self.added])

    def _are_alike(self, before: Sequence[s.Stmt], after: Sequence[s.Stmt]) -> bool:
        return len(before) == len(after) and all(map(self._is_alike, before, after))

    def _is_alike(self, before: s.Stmt, after: s.Stmt) -> bool:
        if before == after:
            return True
        if before.__class__ is not after.__class__:
            return False
        if not isinstance(before, s.Imported) and self._has_text_of(before, after):
            self._shift(before, after)
            return True
        if isinstance(before, s.FunctionDef) and isinstance(after, s.FunctionDef):
            self.changed.append((before, after))
            return self._is_same(before, after, _BODY)
        if isinstance(before, s.ClassDef) and isinstance(after, s.ClassDef):
            return self._is_same(before, after, ("body",)) and self._are_alike(before.body, after.body)
        return isinstance(before, s.Imported) and self._is_same(before, after)

    def _has_text_of(self, before: s.Stmt, after: s.Stmt) -> bool:
        first, second = _begin(before), _begin(after)
        is_at_same_column = first - self.old.rfind("\n", 0, first) == second - self.new.rfind("\n", 0, second)
        return is_at_same_column and self.old[first : before.end] == self.new[second : after.end]

    def _is_same(self, before: Any, after: Any, but: Iterable[str] = ()) -> bool:
        """Whether two records say the same, but for places and some fields."""
        if before.__class__ is not after.__class__:
            return False
        if isinstance(before, tuple):
            return len(before) == len(after) and all(map(self._is_same, before, after))
        if not isinstance(before, s.Syntax):
            return bool(before == after)
        self._placed.append((before, after))
        fields = (f for f in before.__struct_fields__ if f not in _PLACES and f not in but)
        return all(self._is_same(getattr(before, field), getattr(after, field)) for field in fields)

    def _shift(self, before: s.Syntax, after: s.Syntax) -> None:
        """The same text, elsewhere."""
        by = after.start - before.start
        nodes = list(s.walk(before))
        self._moved += ((node, by) for node in nodes)
        inner = [node for node in nodes if isinstance(node, s.FunctionDef)]
        if inner:
            fresh = [node for node in s.walk(after) if isinstance(node, s.FunctionDef)]
            for function, other in zip(inner, fresh, strict=True):
                self._inside.append((function, other.inside))
                self._shift_body(function, other)

    def _shift_body(self, function: s.FunctionDef, other: s.FunctionDef) -> None:
        """Bodies that somebody has read move along; others are read anew when somebody asks."""
        known = self.module.functions.get(function.start)
        body = known.__dict__.get("body") if known is not None else None
        if body is not None:
            if not function.nests and not function.defines:
                by = other.start - function.start
                self._moved += ((node, by) for statement in body for node in s.walk(statement))
                return
            for statement, fresh in zip(body, take_body(other), strict=True):
                self._shift(statement, fresh)

    def commit(self) -> None:
        """Move everything; what the module has by places is under its new place then."""
        for node, by in self._moved:
            if by:
                force_setattr(node, "start", node.start + by)
                if isinstance(node, (s.FunctionDef, s.ClassDef)):
                    force_setattr(node, "name_start", node.name_start + by)
        for node, fresh in self._placed:
            for field in _PLACES.intersection(node.__struct_fields__):
                force_setattr(node, field, getattr(fresh, field))
        for function, inside in self._inside:
            force_setattr(function, "inside", inside)
        for function, fresh in self.changed:
            for field in _BODY:
                force_setattr(function, field, getattr(fresh, field))
        module = self.module
        force_setattr(module.facts, "body", self._body)
        for statement in self.removed:
            module.names.pop(statement.name, None)
        for statement in self.added:
            module.names[statement.name] = module.project.imports.value(module, statement)
        module.functions = {function.syntax.start: function for function in module.functions.values()}
        module.classes = {cls.syntax.start: cls for cls in module.classes.values()}
        module.sites = {site.call.end: site for site in module.sites.values()}
        for known in module.functions.values():
            known.__dict__.pop("signature_end", None)


def _unmentioned(body: Iterable[s.Stmt], text: str) -> Iterator[s.Imported]:
    """The imports that bind a name which a text does not mention."""
    imports = (one for one in body if isinstance(one, s.Imported))
    return (one for one in imports if one.attribute != "*" and one.name not in text)


def _begin(statement: s.Stmt) -> int:
    """Where a statement begins, with its decorators."""
    decorators = statement.decorators if isinstance(statement, (s.FunctionDef, s.ClassDef)) else ()
    return decorators[0].start if decorators else statement.start
