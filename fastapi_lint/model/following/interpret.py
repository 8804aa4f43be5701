"""An abstract interpreter of plain syntax: follows names and values in source order, runs nothing.

It is used twice: over module levels, where calls register routes (``routing``), and over single function
bodies, where the interest is in the calls themselves (``calls``). Both branches of an ``if`` are followed
and a loop's body once; what that cannot decide becomes unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from itertools import count
from typing import Any

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.leaving import leaves, skips_the_rest
from fastapi_lint.model.following import plain
from fastapi_lint.model.following.expressions import Expressions
from fastapi_lint.model.following.narrowing import asks, narrowed, object_of
from fastapi_lint.model.following.scope import MISSING
from fastapi_lint.model.loop.pooled import made_when_left_out, made_when_missing
from fastapi_lint.model.meaning import implied
from fastapi_lint.model.meaning.joining import element, is_none, join, says_little
from fastapi_lint.model.meaning.values import (
    Alias,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Method,
    Value,
    certain,
)

BRANCHES = count(1)
"""Numbers for the branches that are followed, each used once."""


class Interpreter(Expressions):
    """Follows the statements of one scope."""

    def run(self, body: Iterable[s.Stmt]) -> None:
        """Follow the statements in order."""
        for statement in body:
            follow = _STATEMENTS.get(type(statement))
            if follow is not None:
                follow(self, statement)
                if self.left and self.exact:
                    return

    def _uncertain(self, body: Iterable[s.Stmt]) -> None:
        self.uncertain += 1
        self._branch(body)
        self.uncertain -= 1

    def _branch(self, body: Iterable[s.Stmt]) -> None:
        """Follow statements that may not all run."""
        outside = self.branches
        self.branches = (*outside, next(BRANCHES))
        self.run(body)
        self.branches = outside
        self.left = ""

    def _assign(self, statement: s.Assign) -> None:
        if statement.annotation is not None:
            self._annotation(statement.annotation)
        if statement.value is None:
            value = self.types.instance_of(statement.annotation, self.lookup, self.module)
        else:
            value = self.value(statement.value)
            if isinstance(value, Alias):
                self._annotation(statement.value)
            if statement.annotation is None:
                pass
            elif value is None or is_none(value):
                value = self._promised(statement.annotation, value)
            elif isinstance(value, Instance):
                value = self._typed(statement.annotation, value)
            elif isinstance(value, External):
                value = self._holds(statement.annotation, value)
            elif isinstance(value, (Listing, Dictionary)):
                value.promised = self._promised(statement.annotation, None)
        for target in statement.targets:
            if type(target) is s.Sequence and statement.value is not None:
                self.iterated(statement.value, value)
            self.bind(target, value)

    def _promised(self, annotation: s.Expr, value: Value) -> Value:
        """What a variable will hold that is None for now: ``client: Redis | None = None``."""
        promised = self.types.instance_of(annotation, self.lookup, self.module)
        if value is None:
            return promised
        plain = (
            isinstance(promised, Instance)
            and isinstance(promised.of, External)
            and promised.of.name.startswith("builtins.")
        )
        return value if promised is None or plain else promised

    def _typed(self, annotation: s.Expr, value: Instance) -> Value:
        """An object of which the annotation says more: what is in one of a library (``ContextVar[Client]``), or which
        of its subclasses an object of the project is (``store: SqlStore = context.store``)."""
        if value.attributes or value.items is not None or value.values is not None:
            return value
        promised = self.types.instance_of(annotation, self.lookup, self.module)
        if not isinstance(promised, Instance):
            return value
        is_below = isinstance(promised.of, Class) and value.of in promised.of.ancestors
        return promised if is_below or (isinstance(value.of, External) and promised.of == value.of) else value

    def _holds(self, annotation: s.Expr, value: External) -> Value:
        """What a variable holds that is set to something of a library: what the annotation says is in there."""
        promised = self.types.instance_of(annotation, self.lookup, self.module)
        if not isinstance(promised, Instance) or not isinstance(promised.of, External):
            return value if promised is None or isinstance(promised, External) else promised
        return value if promised.of.name.startswith("typing.") or says_little(promised) else promised

    def _evaluate(self, statement: s.Evaluate) -> None:
        self.value(statement.value)

    def _return(self, statement: s.Return) -> None:
        self.returned(statement, Literal(None) if statement.value is None else self.value(statement.value))
        self.left = "return"

    def _augment(self, statement: s.AugAssign) -> None:
        value = self.value(statement.value)
        before = self.value(statement.target)
        added = self.implied(statement.target, implied.added(statement.op, before, value))
        if not self.exact:  # where things happen once, what stands before the dot is not followed again
            self.changed(statement.target)
        if self.exact and isinstance(before, Method):
            self.called_method(before, value)
        elif self.exact and isinstance(before, Listing) and statement.op in ("Add", "BitOr"):
            plain.add(before, value, is_set=statement.op == "BitOr")
            before.is_open = before.is_open or bool(self.uncertain)
        elif isinstance(statement.target, s.Name):
            self.names[statement.target.id] = added or (
                plain.added(before, value) if statement.op == "Add" else None
            )

    def changed(self, target: s.Expr) -> None:
        """Note the method that changing an attribute or an item calls."""
        if isinstance(target, s.Attribute):
            self.implied(target, implied.stored(self.value(target.value), target.attr))
        elif isinstance(target, s.Subscript):
            self.implied(target, implied.method(self.value(target.value), "__setitem__"))

    def branch(self, statement: s.If) -> None:
        """Follow an ``if``: one branch where the test is known, else both."""
        test = self._tested(statement.test)
        decided = self.decided(statement.test, test)
        if decided is not None:
            self.run(statement.body if decided else statement.orelse)
            return
        if type(test) is External and test.name == "typing.TYPE_CHECKING":
            self._type_checking(statement)
            return
        before = dict(self.names)
        body_leaves, orelse_leaves = leaves(statement.body), leaves(statement.orelse)
        told = self._told(statement.test)
        if told:
            self.names.update(told[0])
        self._uncertain(statement.body)
        after_body = {} if body_leaves else dict(self.names)
        self.names.clear()
        self.names.update(before)
        if told:
            self.names.update(told[1])
        if statement.orelse:
            self._uncertain(statement.orelse)
        if body_leaves and orelse_leaves:
            self.left = "return"
        if not body_leaves:
            if told and not orelse_leaves:
                _forget(told[0], after_body, before)
                _forget(told[1], self.names, before)
            self._join(after_body, alone=orelse_leaves)
            if not self.exact and self.within is not None:
                self._complete(statement, self.within, before, after_body)
        if (body_leaves and skips_the_rest(statement.body)) or (
            orelse_leaves and skips_the_rest(statement.orelse)
        ):
            self.branches = (*self.branches, next(BRANCHES))

    def _told(self, test: s.Expr) -> list[dict[str, Value]]:
        """What each answer of a test tells about names; an empty list for nothing."""
        if self.exact or not asks(test):
            return []
        told = [narrowed(test, self, answer) for answer in (True, False)]
        return told if any(told) else []

    def _complete(
        self, statement: s.If, within: Function, before: dict[str, Value], made: dict[str, Value]
    ) -> None:
        """A name that nothing is known of is what the ``if`` makes of it, if that is kept where it was looked up."""
        name = made_when_missing(statement, within) or made_when_left_out(statement, within)
        if name and before.get(name) is None:
            self.names[name] = made.get(name)

    def _type_checking(self, statement: s.If) -> None:
        """The imports are for type checkers; what stands for them at run time may be a lazy substitute."""
        imports = [item for item in statement.body if isinstance(item, s.Imported)]
        self.is_typing = True
        self.run(imports)
        self.is_typing = False
        promised = {item.name: self.names.get(item.name) for item in imports}
        self.run(statement.orelse)
        for name, value in promised.items():
            if value is not None and (self.names.get(name) is None or isinstance(self.names[name], Instance)):
                self.names[name] = value

    def _join(self, other: dict[str, Value], alone: bool = False) -> None:
        if alone:
            self.names.clear()
            self.names.update(other)
            return
        names = self.names
        if self.exact:
            nones = [
                name
                for held in (names, other)
                for name, value in held.items()
                if type(value) is Literal and value.value is None
            ]
            self.maybe.update(other.keys() & nones)
        get = names.get
        for name, value in other.items():
            known = get(name, MISSING)
            if known is not value:
                names[name] = value if known is MISSING else join((known, value))  # type: ignore[arg-type]

    def _for(self, statement: s.For) -> None:
        iterated = self.value(statement.iter, awaited=statement.is_async)
        self.iterated(statement.iter, iterated, statement.is_async)
        listed = plain.items_of(iterated)
        if listed is not None and len(listed.items) <= 200 and (listed.items or self.exact):
            outside = self.branches
            for item in listed.items:
                self.bind(statement.target, item)
                (self._uncertain if listed.is_open else self.run)(statement.body)
                self.branches = outside
                if self._leaves_loop():
                    return
        else:
            self.bind(statement.target, element(iterated))
            self._uncertain(statement.body)
        self.run(statement.orelse)

    def _leaves_loop(self) -> bool:
        """Whether what ended one round ends the loop, or more than that."""
        left, is_inner = self.left, self.left in ("Break", "Continue")
        self.left = "" if is_inner else left
        return self.exact and left not in ("", "Continue")

    def _while(self, statement: s.While) -> None:
        if self.decided(statement.test, self._tested(statement.test)) is not False or not self.exact:
            self._uncertain(statement.body)
        self.run(statement.orelse)

    def _with(self, statement: s.With) -> None:
        for context, target in zip(statement.contexts, statement.targets, strict=True):
            value = self.entered(context, statement.is_async)
            if target is not None:
                self.bind(target, value)
        self.run(statement.body)

    def entered(self, context: s.Expr, is_async: bool) -> Value:
        """What ``with context as x`` binds."""
        value = self.value(context, awaited=is_async)
        return self.types.entered(value)

    def _try(self, statement: s.Try) -> None:
        follow = self._branch if statement.handlers else self.run
        foreign = self.foreign
        follow(statement.body)
        may_fail = self.foreign > foreign
        before = dict(self.names)
        left, self.left = self.left, ""
        follow(statement.orelse)
        for handler in statement.handlers:
            after = dict(self.names)
            self.names.clear()
            self.names.update(before)
            for expr in handler.types:
                self.value(expr)
            if handler.name:
                self.names[handler.name] = None
            self._uncertain(handler.body)
            handled = dict(self.names)
            self.names.clear()
            self.names.update(after)
            goes_on = not self.exact and not leaves(handler.body)
            for name, value in handled.items():
                before_it = self.names.setdefault(name, value)
                if goes_on and type(before_it) is Literal and value != before_it:
                    self.names[name] = join((before_it, value))
        if may_fail and any(skips_the_rest(handler.body) for handler in statement.handlers):
            self.branches = (*self.branches, next(BRANCHES))  # what follows wants what may not be there
        self.run(statement.final)
        self.left = self.left or left

    def _match(self, statement: s.Match) -> None:
        self.value(statement.subject)
        subject = statement.subject.id if isinstance(statement.subject, s.Name) else ""
        outside, ends = dict(self.names), []
        for case, cls, name in zip(statement.cases, statement.classes, statement.captured, strict=True):
            self.names.clear()
            self.names.update(outside)
            value = object_of(cls, self, self.lookup(subject) if subject else None) if cls else None
            told: dict[str, Value] = {
                key: value for key in (subject, name) if key and value is not None and not self.exact
            }
            before = {key: self.names[key] for key in told if key in self.names}
            self.names.update(told)
            self._uncertain(case)
            _forget(told, self.names, before)
            if not leaves(case):
                ends.append(dict(self.names))
        self.names.clear()
        self.names.update(outside)
        for end in ends:
            self._join(end, alone=statement.is_whole and end is ends[0])

    def _import(self, statement: s.Imported) -> None:
        if statement.attribute == "*":
            self.names.update(self.project.imports.exported(self.module, statement.module, self.loaded))
        else:
            value = self.imported(statement)
            if value is not None or statement.name not in self.names or not self.uncertain:
                self.names[statement.name] = value

    def _function(self, statement: s.FunctionDef) -> None:
        decorators = [self.value(decorator) for decorator in statement.decorators]
        for param in statement.params:
            if param.default is not None:
                self.value(param.default)
            if param.annotation is not None:
                self._annotation(param.annotation)
        if statement.returns is not None:
            self._annotation(statement.returns)
        function = self.project.function(self.module, statement, self.parent)
        self.names[_bound_to(statement)] = self.defined(statement, function, decorators)

    def _annotation(self, annotation: s.Expr) -> None:
        """Follow the calls in an annotation: ``Annotated[str, Query(max_length=3)]``."""
        kind = type(annotation)
        if kind is s.Name or kind is s.Attribute:
            return
        if type(annotation) is s.Subscript:
            index = annotation.index
            for item in index.items if type(index) is s.Sequence else (index,):
                self._annotation(item)
        elif type(annotation) is s.Binary:
            self._annotation(annotation.left)
            self._annotation(annotation.right)
        elif type(annotation) is s.Call:
            self.value(annotation)

    def _class(self, statement: s.ClassDef) -> None:
        decorators = [self.value(decorator) for decorator in statement.decorators]
        cls = self.project.class_(self.module, statement, self.parent)
        cls.bases = tuple(certain(self.value(base)) for base in statement.bases)
        self.names[statement.name] = cls
        inner = copy(self)
        inner.names, inner.outer, inner.parent = cls.attributes, self.lookup, cls
        inner.run(statement.body)
        self.class_defined(cls, decorators)

    def _raise(self, statement: s.Raise) -> None:
        for part in (statement.exception, statement.cause):
            if part is not None:
                self.value(part)
        self.left = "raise"

    def _simple(self, statement: s.Simple | s.Delete) -> None:
        for part in statement.targets if isinstance(statement, s.Delete) else statement.parts:
            self.value(part)
            if isinstance(statement, s.Delete) and isinstance(part, s.Subscript) and not self.exact:
                self.implied(part, implied.method(self.value(part.value), "__delitem__"))
        if type(statement) is s.Simple:
            if statement.kind == "Assert" and not self.exact:
                self.names.update(narrowed(statement.parts[0], self))
            elif statement.kind in ("Break", "Continue"):
                self.left = statement.kind


def _bound_to(statement: s.FunctionDef) -> str:
    """The name of a function; ``name.setter`` for what is run when a property is set, beside what reads it."""
    for decorator in statement.decorators:
        written = s.dotted(decorator)
        if written in (f"{statement.name}.setter", f"{statement.name}.deleter"):
            return written
    return statement.name


def _forget(told: dict[str, Value], names: dict[str, Value], before: dict[str, Value]) -> None:
    """Take back what only one branch knew of names that it did not bind."""
    for name, value in told.items():
        if names.get(name) is value:
            if name in before:
                names[name] = before[name]
            else:
                del names[name]


_STATEMENTS: dict[type[s.Stmt], Callable[[Interpreter, Any], None]] = {
    s.Assign: Interpreter._assign,
    s.AugAssign: Interpreter._augment,
    s.Evaluate: Interpreter._evaluate,
    s.Return: Interpreter._return,
    s.Raise: Interpreter._raise,
    s.If: lambda i, statement: i.branch(statement),
    s.For: Interpreter._for,
    s.While: Interpreter._while,
    s.With: Interpreter._with,
    s.Try: Interpreter._try,
    s.Match: Interpreter._match,
    s.Imported: Interpreter._import,
    s.FunctionDef: Interpreter._function,
    s.ClassDef: Interpreter._class,
    s.Simple: Interpreter._simple,
    s.Delete: Interpreter._simple,
}
