"""An abstract interpreter of plain syntax: follows names and values in source order, runs nothing.

It is used twice: over module levels, where calls register routes (``routing``), and over single function
bodies, where the interest is in the calls themselves (``calls``). Both branches of an ``if`` are followed
and a loop's body once; what that cannot decide becomes unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from itertools import count
from typing import TYPE_CHECKING, Any

from fastapi_lint.model import syntax as s
from fastapi_lint.model.domain import Class, Function, Module, Router
from fastapi_lint.model.knowledge.queries import ROWS
from fastapi_lint.model.knowledge.results import BECOMES, SAME
from fastapi_lint.model.values import (
    Alias,
    Arguments,
    Closure,
    Coroutine,
    Dictionary,
    External,
    Generating,
    Instance,
    Listing,
    Literal,
    Value,
)

if TYPE_CHECKING:
    from fastapi_lint.model.calls import Body
    from fastapi_lint.model.project import Project

_MISSING = object()
_OFF = ([Literal(False)], [Literal(0)])
BRANCHES = count(1)
"""Numbers for the branches that are followed, each used once."""


class Interpreter:
    """Follows the statements of one scope. ``names`` are its own bindings; ``outer`` looks further."""

    def __init__(
        self,
        module: Module,
        names: dict[str, Value],
        outer: Callable[[str], Value] | None = None,
        within: Function | None = None,
        parent: Function | Class | None = None,
    ) -> None:
        self.project: Project = module.project
        self.types = module.project.types
        self.module = module
        self.names = names
        self.outer = outer or _builtin
        self.within = within
        self.parent: Function | Class | None = parent or within
        self.uncertain = 0
        self.branches: tuple[int, ...] = ()

    # --- what the two uses override --------------------------------------------------------------

    def called(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        """A call was evaluated; what it gives."""
        becomes = BECOMES.get(callee.name) if isinstance(callee, External) else None
        if becomes and isinstance(call.func, s.Attribute) and given.positional[:1] in _OFF:
            self.bind(call.func.value, Instance(External(becomes)))
        return self.types.result_of(callee, call, given, self.module)

    def imported(self, statement: s.Imported) -> Value:
        """The value that one import binds."""
        return self.project.imported(self.module, statement)

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        """A function was defined; what its name is bound to."""
        return function

    def returned(self, statement: s.Return, value: Value) -> None:
        """A ``return`` was met."""

    def yielded(self, value: Value) -> None:
        """A ``yield`` was met."""

    def read(self, expr: s.Attribute, receiver: Value) -> None:
        """An attribute of an object is read."""

    def iterated(self, expr: s.Expr, value: Value) -> None:
        """What an expression stands for is iterated over."""

    def deferred(self, expr: s.Lambda) -> Body | None:
        """A lambda was met; what its body does when it is called."""

    # --- statements ------------------------------------------------------------------------------

    def run(self, body: Iterable[s.Stmt]) -> None:
        """Follow the statements in order."""
        for statement in body:
            follow = _STATEMENTS.get(type(statement))
            if follow is not None:
                follow(self, statement)

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

    def _assign(self, statement: s.Assign) -> None:
        self._annotation(statement.annotation)
        if statement.value is None:
            value = self.types.instance_of(statement.annotation, self.lookup, self.module)
        else:
            value = self.value(statement.value)
            if statement.annotation is not None and value in (None, Literal(None)):
                value = self._promised(statement.annotation, value)
        for target in statement.targets:
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

    def bind(self, target: s.Expr, value: Value) -> None:
        """Bind a name, an attribute of a known instance, or the parts of a tuple."""
        if isinstance(target, s.Name):
            self.names[target.id] = value
            if isinstance(value, Router) and not value.name:
                value.name = target.id
        elif isinstance(target, s.Attribute):
            receiver = self.value(target.value)
            if isinstance(receiver, Instance):
                if value != Literal(None) or target.attr not in receiver.attributes:
                    receiver.attributes[target.attr] = value
                if isinstance(value, Router) and not value.name:
                    value.name = s.dotted(target)
        elif isinstance(target, s.Sequence):
            known = (
                value.items if isinstance(value, Listing) and len(value.items) == len(target.items) else None
            )
            for index, item in enumerate(target.items):
                self.bind(item, known[index] if known else None)
        elif isinstance(target, s.Starred):
            self.bind(target.value, None)

    def _evaluate(self, statement: s.Evaluate) -> None:
        self.value(statement.value)

    def _return(self, statement: s.Return) -> None:
        self.returned(statement, Literal(None) if statement.value is None else self.value(statement.value))

    def _augment(self, statement: s.AugAssign) -> None:
        value = self.value(statement.value)
        if isinstance(statement.target, s.Name):
            before = self.names.get(statement.target.id)
            self.names[statement.target.id] = _add(before, value) if statement.op == "Add" else None

    def branch(self, statement: s.If) -> None:
        """Follow an ``if``: one branch where the test is known, else both."""
        test = self.value(statement.test)
        if isinstance(test, Literal):
            self.run(statement.body if test.value else statement.orelse)
            return
        if test == External("typing.TYPE_CHECKING"):
            self.run(item for item in statement.body if isinstance(item, s.Imported))
            self.run(statement.orelse)
            return
        before = dict(self.names)
        self._uncertain(statement.body)
        after_body = dict(self.names)
        self.names.clear()
        self.names.update(before)
        self._uncertain(statement.orelse)
        if not _leaves(statement.body):
            self._join(after_body, alone=bool(statement.orelse) and _leaves(statement.orelse))
        if _skips_the_rest(statement.body) or _skips_the_rest(statement.orelse):
            self.branches = (*self.branches, next(BRANCHES))

    def _join(self, other: dict[str, Value], alone: bool = False) -> None:
        if alone:
            self.names.clear()
            self.names.update(other)
            return
        for name, value in other.items():
            self.names[name] = join((self.names.get(name, value), value))

    def _for(self, statement: s.For) -> None:
        iterated = self.value(statement.iter, awaited=statement.is_async)
        self.iterated(statement.iter, iterated)
        if isinstance(iterated, Listing) and len(iterated.items) <= 200:
            outside = self.branches
            for item in iterated.items:
                self.bind(statement.target, item)
                self.run(statement.body)
                self.branches = outside
        else:
            self.bind(statement.target, element(iterated))
            self._uncertain(statement.body)
        self.run(statement.orelse)

    def _while(self, statement: s.While) -> None:
        self.value(statement.test)
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
        follow(statement.body)
        before = dict(self.names)
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
            for name, value in handled.items():
                self.names.setdefault(name, value)
        self.run(statement.final)

    def _match(self, statement: s.Match) -> None:
        self.value(statement.subject)
        for case in statement.cases:
            self._uncertain(case)

    def _import(self, statement: s.Imported) -> None:
        if statement.attribute == "*":
            self.names.update(self.project.exported(self.module, statement.module, self.loaded))
        else:
            value = self.imported(statement)
            if value is not None or statement.name not in self.names or not self.uncertain:
                self.names[statement.name] = value

    def loaded(self, module: Module) -> None:
        """A module of the project is imported here."""

    def _function(self, statement: s.FunctionDef) -> None:
        decorators = [self.value(decorator) for decorator in statement.decorators]
        for param in statement.params:
            if param.default is not None:
                self.value(param.default)
            self._annotation(param.annotation)
        self._annotation(statement.returns)
        function = self.project.function(self.module, statement, self.parent)
        self.names[statement.name] = self.defined(statement, function, decorators)

    def _annotation(self, annotation: s.Expr | None) -> None:
        """Follow the calls in an annotation: ``Annotated[str, Query(max_length=3)]``."""
        if isinstance(annotation, s.Subscript):
            index = annotation.index
            for item in index.items if isinstance(index, s.Sequence) else (index,):
                self._annotation(item)
        elif isinstance(annotation, s.Binary):
            self._annotation(annotation.left)
            self._annotation(annotation.right)
        elif isinstance(annotation, s.Call):
            self.value(annotation)

    def _class(self, statement: s.ClassDef) -> None:
        for decorator in statement.decorators:
            self.value(decorator)
        cls = self.project.class_(self.module, statement, self.parent)
        cls.bases = tuple(self.value(base) for base in statement.bases)
        self.names[statement.name] = cls
        inner = copy(self)
        inner.names, inner.outer, inner.parent = cls.attributes, self.lookup, cls
        inner.run(statement.body)

    def _raise(self, statement: s.Raise) -> None:
        for part in (statement.exception, statement.cause):
            if part is not None:
                self.value(part)

    def _simple(self, statement: s.Simple | s.Delete) -> None:
        for part in statement.targets if isinstance(statement, s.Delete) else statement.parts:
            self.value(part)

    # --- expressions -----------------------------------------------------------------------------

    def lookup(self, name: str) -> Value:
        """The value of a name, in this scope or further out."""
        value = self.names.get(name, _MISSING)
        return self.outer(name) if value is _MISSING else value  # type: ignore[return-value]

    def value(self, expr: s.Expr, awaited: bool = False) -> Value:
        """Evaluate an expression; None when the source does not show what it is."""
        if type(expr) is s.Call:
            return self._call(expr, awaited)
        evaluate = _EXPRESSIONS.get(type(expr))
        return evaluate(self, expr) if evaluate else None

    def _call(self, expr: s.Call, awaited: bool) -> Value:
        callee = self.value(expr.func)
        positional = [self.value(arg) for arg in expr.args]
        named = {keyword.name: self.value(keyword.value) for keyword in expr.keywords}
        return self.called(expr, callee, Arguments(positional, named), awaited)

    def _starred(self, expr: s.Starred) -> Value:
        self.value(expr.value)
        return None

    def _await(self, expr: s.Await) -> Value:
        value = self.value(expr.value, awaited=True)
        return value.value if isinstance(value, Coroutine) else value

    def _attribute(self, expr: s.Attribute) -> Value:
        receiver = self.value(expr.value)
        if type(receiver) is Instance:
            self.read(expr, receiver)
        return self.types.attribute(receiver, expr.attr)

    def _subscript(self, expr: s.Subscript) -> Value:
        value = self.value(expr.value)
        if isinstance(value, (External, Class)):
            return Alias(expr, self.module) if _is_typing(value) else value
        index = self.value(expr.index)
        if isinstance(index, Literal):
            if (
                isinstance(value, Listing)
                and isinstance(index.value, int)
                and -len(value.items) <= index.value < len(value.items)
            ):
                return value.items[index.value]
            if isinstance(value, Dictionary):
                return next((item for key, item in value.items if key == index.value), None)
        return self.types.item(value) or element(value)

    def _binary(self, expr: s.Binary) -> Value:
        left = self.value(expr.left)
        if expr.op == "Or" and isinstance(left, (Router, Function, Class, Module)):
            return left
        right = self.value(expr.right)
        if expr.op == "Add":
            return _add(left, right)
        if expr.op == "Or":
            return right if isinstance(left, Literal) and not left.value else join((left, right))
        if expr.op == "BitOr" and isinstance(left, (External, Class, Alias)):
            return Alias(expr, self.module)
        if (
            expr.op == "Div"
            and isinstance(left, Instance)
            and isinstance(left.of, External)
            and left.of.name in SAME
        ):
            return left
        return None

    def _joined(self, expr: s.Joined) -> Value:
        parts = [self.value(part) for part in expr.parts]
        if all(isinstance(part, Literal) for part in parts):
            return Literal("".join(str(part.value) for part in parts if isinstance(part, Literal)))
        return None

    def _sequence(self, expr: s.Sequence) -> Value:
        items = tuple(self.value(item) for item in expr.items)
        if any(isinstance(item, s.Starred) for item in expr.items):
            return Instance(External(f"builtins.{expr.kind}"), items=join(items))
        return Listing(items)

    def _mapping(self, expr: s.Mapping) -> Value:
        pairs = []
        for key, value in zip(expr.keys, expr.values, strict=True):
            known, held = (self.value(key) if key is not None else None), self.value(value)
            pairs.append((known.value if isinstance(known, Literal) else known, held))
        return Dictionary(tuple(pairs))

    def _lambda(self, expr: s.Lambda) -> Value:
        return Closure(None, expr.body, inner=self.deferred(expr))

    def _conditional(self, expr: s.Conditional) -> Value:
        test = self.value(expr.test)
        body, orelse = self.value(expr.body), self.value(expr.orelse)
        if isinstance(test, Literal):
            return body if test.value else orelse
        return join((body, orelse))

    def _yield(self, expr: s.Yield) -> Value:
        value = self.value(expr.value) if expr.value is not None else None
        if expr.delegates and expr.value is not None:
            self.iterated(expr.value, value)
        self.yielded(element(value) if expr.delegates else value)
        return None

    def _comprehension(self, expr: s.Comprehension) -> Value:
        shadowed = dict(self.names)
        for generator in expr.generators:
            iterated = self.value(generator.iter, awaited=generator.is_async)
            self.iterated(generator.iter, iterated)
            self.bind(generator.target, element(iterated))
            for condition in generator.conditions:
                self.value(condition)
        values = [self.value(item) for item in expr.elements]
        self.names.clear()
        self.names.update(shadowed)
        kind = "list" if expr.kind == "generator" else expr.kind
        return Instance(External(f"builtins.{kind}"), items=values[-1])

    def _assigned(self, expr: s.Assigned) -> Value:
        value = self.value(expr.value)
        self.bind(expr.target, value)
        return value

    def _other(self, expr: s.Other) -> Value:
        values = [self.value(part) for part in expr.parts]
        if expr.kind == "Not" and isinstance(values[0], Literal):
            return Literal(not values[0].value)
        return None


def _builtin(name: str) -> Value:
    return External(f"builtins.{name}") if name in _BUILTINS else None


_BUILTINS = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)


def _leaves(body: tuple[s.Stmt, ...]) -> bool:
    """Whether control never falls out of the end of ``body``."""
    return _skips_the_rest(body) or (bool(body) and isinstance(body[-1], s.Raise))


def _skips_the_rest(body: tuple[s.Stmt, ...]) -> bool:
    """Whether what follows the ``if`` is not run after this branch, and the program goes on all the same."""
    last = body[-1] if body else None
    return isinstance(last, s.Return) or (isinstance(last, s.Simple) and last.kind in ("Break", "Continue"))


def _is_typing(value: Value) -> bool:
    return isinstance(value, External) and value.name.startswith(("typing.", "builtins.", "collections.abc."))


def _add(left: Value, right: Value) -> Value:
    match left, right:
        case Literal(str(before)), Literal(str(after)):
            return Literal(before + after)
    if isinstance(left, Listing) and isinstance(right, Listing):
        return Listing(left.items + right.items)
    return None


def element(value: Value) -> Value:
    """What iterating over ``value`` yields."""
    if isinstance(value, Instance):
        return None if isinstance(value.of, External) and value.of.name in ROWS else value.items
    if isinstance(value, Generating):
        return value.value
    return join(value.items) if isinstance(value, Listing) and value.items else None


def join(values: Iterable[Value]) -> Value:
    """The one value that all are, leaving aside a literal None; unknown when they differ."""
    some = [value for value in values if value != Literal(None)]
    if not some:
        return Literal(None)
    first = some[0]
    return first if first is not None and all(value == first for value in some[1:]) else None


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

_EXPRESSIONS: dict[type[s.Expr], Callable[[Interpreter, Any], Value]] = {
    s.Name: lambda i, expr: i.lookup(expr.id),
    s.Attribute: Interpreter._attribute,
    s.Constant: lambda i, expr: (
        Literal(expr.value) if expr.value is not None or expr.kind == "NoneType" else None
    ),
    s.Subscript: Interpreter._subscript,
    s.Binary: Interpreter._binary,
    s.Joined: Interpreter._joined,
    s.Sequence: Interpreter._sequence,
    s.Mapping: Interpreter._mapping,
    s.Starred: Interpreter._starred,
    s.Await: Interpreter._await,
    s.Yield: Interpreter._yield,
    s.Lambda: Interpreter._lambda,
    s.Conditional: Interpreter._conditional,
    s.Comprehension: Interpreter._comprehension,
    s.Assigned: Interpreter._assigned,
    s.Other: Interpreter._other,
}
