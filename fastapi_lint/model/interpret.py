"""An abstract interpreter of plain syntax: follows names and values in source order, runs nothing.

It is used twice: over module levels, where calls register routes (``routing``), and over single function
bodies, where the interest is in the calls themselves (``calls``). Both branches of an ``if`` are followed
and a loop's body once; what that cannot decide becomes unknown.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from copy import copy
from itertools import count
from typing import TYPE_CHECKING, Any

from fastapi_lint.model import implied, places, plain
from fastapi_lint.model import syntax as s
from fastapi_lint.model.domain import Class, Function, Module, Router
from fastapi_lint.model.knowledge.operators import TRUTH, UNARY
from fastapi_lint.model.knowledge.queries import ROWS
from fastapi_lint.model.knowledge.results import BECOMES, SAME
from fastapi_lint.model.knowledge.routers import ROUTERS
from fastapi_lint.model.leaving import leaves, skips_the_rest
from fastapi_lint.model.narrowing import narrowed, object_of, value_where
from fastapi_lint.model.objects import alike
from fastapi_lint.model.pooled import made_when_missing
from fastapi_lint.model.states import state_of
from fastapi_lint.model.values import (
    Alias,
    Arguments,
    Bound,
    Closure,
    Coroutine,
    Dictionary,
    External,
    Generating,
    Instance,
    Listing,
    Literal,
    Located,
    Method,
    OneOf,
    Setting,
    Super,
    Value,
)

if TYPE_CHECKING:
    from fastapi_lint.model.calls import Body
    from fastapi_lint.model.project import Project

_MISSING = object()
_NAME, _CALL = s.Name, s.Call
_TASK = External("asyncio.Task")
_OFF = ([Literal(False)], [Literal(0)])
BRANCHES = count(1)
"""Numbers for the branches that are followed, each used once."""


class Interpreter:
    """Follows the statements of one scope. ``names`` are its own bindings; ``outer`` looks further."""

    exact = False
    """Whether the statements run once, here and now, with these values: tests decide, and what changes lists and
    dicts changes them. Elsewhere a name may hold more than what was seen."""

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
        self.outer: Callable[[str], Value] = outer or _BUILTINS.get
        self.within = within
        self.parent: Function | Class | None = parent or within
        self.uncertain = 0
        self.branches: tuple[int, ...] = ()
        self.left = ""
        """What certainly ended the statements that are followed: return, raise, Break, Continue."""
        self.maybe: set[str] = set()
        """The names that may also be None, as they are after an ``if``."""

    # --- what the two uses override --------------------------------------------------------------

    def called(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        """A call was evaluated; what it gives."""
        if type(callee) is External:
            becomes = BECOMES.get(callee.name)
            if becomes and isinstance(call.func, s.Attribute) and given.positional[:1] in _OFF:
                self.bind(call.func.value, Instance(External(becomes)))
            known = self._plain(callee, given)
        else:
            known = self._made(callee, given)
        return self.types.result_of(callee, call, given, self.module) if known is None else known

    @staticmethod
    def _made(callee: Value, given: Arguments) -> Value:
        """What a factory of the project gives."""
        function = callee.function if type(callee) is Bound else callee
        if type(function) is not Function or not function.syntax.nests:
            return None
        from fastapi_lint.model.factories import made

        return made(function, callee.receiver if type(callee) is Bound else None, given)

    def _plain(self, callee: External, given: Arguments) -> Value:
        """What Python itself gives."""
        if callee.name.startswith("builtins."):
            known = plain.result(callee, given)
            if self.exact and callee.receiver is not None:
                plain.change(callee, given, is_certain=not self.uncertain)
            return known
        return None

    def imported(self, statement: s.Imported) -> Value:
        """The value that one import binds."""
        return self.project.imported(self.module, statement)

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        """A function was defined; what its name is bound to."""
        return function

    def class_defined(self, cls: Class, decorators: list[Value]) -> None:
        """A class was defined, and its body followed."""

    def returned(self, statement: s.Return, value: Value) -> None:
        """A ``return`` was met."""

    def parent_of(self, given: Arguments) -> Value:
        """``super()``, also with its arguments written out."""
        method = self.within
        owner = given.get(0, "") if given.positional else (method.parent if method is not None else None)
        first = method.syntax.params[0].name if method is not None and method.syntax.params else ""
        receiver = given.get(1, "") if given.positional else self.lookup(first)
        return Super(owner, receiver) if isinstance(owner, Class) else None

    def yielded(self, value: Value) -> None:
        """A ``yield`` was met."""

    def read(self, expr: s.Attribute, receiver: Instance) -> None:
        """An attribute of an object is read."""

    def iterated(self, expr: s.Expr, value: Value, is_async: bool = False) -> None:
        """What an expression stands for is iterated over."""

    def implied(self, expr: s.Expr, method: Bound | None) -> Value:
        """Python calls a method that nobody wrote a call of; what that gives."""
        return self.types.outcome(method.function) if method is not None else None

    def deferred(self, expr: s.Lambda) -> Body | None:
        """A lambda was met; what its body does when it is called."""

    # --- statements ------------------------------------------------------------------------------

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
            self._store(target)
            if isinstance(target, s.Sequence) and statement.value is not None:
                self.iterated(statement.value, value)
            self.bind(target, value)

    def _store(self, target: s.Expr) -> None:
        """Note the method that setting an attribute or an item calls."""
        if isinstance(target, s.Attribute):
            self.implied(target, implied.stored(self.value(target.value), target.attr))
        elif isinstance(target, s.Subscript):
            self.implied(target, implied.method(self.value(target.value), "__setitem__"))

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
        """An object of a library, of which the annotation says what is in it: ``ContextVar[Client]``."""
        if isinstance(value.of, Class) or value.items is not None or value.values is not None:
            return value
        promised = self.types.instance_of(annotation, self.lookup, self.module)
        return promised if isinstance(promised, Instance) and promised.of == value.of else value

    def _holds(self, annotation: s.Expr, value: External) -> Value:
        """What a variable holds that is set to something of a library: what the annotation says is in there."""
        promised = self.types.instance_of(annotation, self.lookup, self.module)
        if not isinstance(promised, Instance) or not isinstance(promised.of, External):
            return value if promised is None or isinstance(promised, External) else promised
        return value if promised.of.name.startswith("typing.") or is_callable(promised) else promised

    def bind(self, target: s.Expr, value: Value) -> None:
        """Bind a name, an attribute of a known instance, or the parts of a tuple."""
        if isinstance(target, s.Name):
            self.names[target.id] = value
            self.maybe.discard(target.id)
            if isinstance(value, Router) and not value.name:
                value.name = target.id
        elif isinstance(target, s.Attribute):
            self.set_attribute(target, value)
        elif isinstance(target, s.Subscript):
            container = self.value(target.value)
            index = self.value(target.index)
            if self.exact and isinstance(container, Dictionary):
                if isinstance(index, Literal):
                    plain.put(container, [(index.value, value)])
                container.is_open = container.is_open or bool(self.uncertain) or index is None
        elif isinstance(target, s.Sequence):
            held = plain.items_of(value)
            known = held.items if held is not None and len(held.items) == len(target.items) else None
            for position, item in enumerate(target.items):
                self.bind(item, known[position] if known else None)
        elif isinstance(target, s.Starred):
            self.bind(target.value, None)

    def set_attribute(self, target: s.Attribute, value: Value) -> None:
        """``receiver.name = value``: a known instance holds it, a router is told, a state notes it."""
        receiver = self.value(target.value)
        if isinstance(receiver, Instance):
            if implied.stored(receiver, target.attr) is not None:
                return  # whoever reads it asks the property, or the descriptor
            before = receiver.attributes.get(target.attr)
            if self.uncertain and before is not None and value is not None:
                value = join((before, value))
            if value != Literal(None) or target.attr not in receiver.attributes:
                receiver.attributes[target.attr] = value
            if isinstance(value, Router) and not value.name:
                value.name = s.dotted(target)
        elif isinstance(receiver, Router):
            self.set_on_router(receiver, target.attr, value)
        elif owner := state_of(receiver):
            self.project.states.note(owner, target.attr, value)

    def set_on_router(self, router: Router, name: str, value: Value) -> None:
        """``router.name = value``."""

    def _evaluate(self, statement: s.Evaluate) -> None:
        self.value(statement.value)

    def _return(self, statement: s.Return) -> None:
        self.returned(statement, Literal(None) if statement.value is None else self.value(statement.value))
        self.left = "return"

    def _augment(self, statement: s.AugAssign) -> None:
        value = self.value(statement.value)
        before = self.value(statement.target)
        added = self.implied(statement.target, implied.added(statement.op, before, value))
        self._store(statement.target)
        if self.exact and isinstance(before, Method):
            self.called_method(before, value)
        elif self.exact and isinstance(before, Listing) and statement.op in ("Add", "BitOr"):
            plain.add(before, value)
            before.is_open = before.is_open or bool(self.uncertain)
        elif isinstance(statement.target, s.Name):
            self.names[statement.target.id] = added or (
                plain.added(before, value) if statement.op == "Add" else None
            )

    def called_method(self, method: Method, value: Value) -> None:
        """``app.routes += value``."""

    def branch(self, statement: s.If) -> None:
        """Follow an ``if``: one branch where the test is known, else both."""
        test = self._tested(statement.test)
        decided = self.decided(statement.test, test)
        if decided is not None:
            self.run(statement.body if decided else statement.orelse)
            return
        if test == External("typing.TYPE_CHECKING"):
            self._type_checking(statement)
            return
        before = dict(self.names)
        body_leaves, orelse_leaves = leaves(statement.body), leaves(statement.orelse)
        told = [] if self.exact else [narrowed(statement.test, self, answer) for answer in (True, False)]
        if told:
            self.names.update(told[0])
        self._uncertain(statement.body)
        after_body = dict(self.names)
        self.names.clear()
        self.names.update(before)
        if told:
            self.names.update(told[1])
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

    def _complete(
        self, statement: s.If, within: Function, before: dict[str, Value], made: dict[str, Value]
    ) -> None:
        """A name that nothing is known of is what the ``if`` makes of it, if that is kept where it was looked up."""
        name = made_when_missing(statement, within)
        if name and before.get(name) is None:
            self.names[name] = made.get(name)

    def _type_checking(self, statement: s.If) -> None:
        """The imports are for type checkers; what stands for them at run time may be a lazy substitute."""
        imports = [item for item in statement.body if isinstance(item, s.Imported)]
        self.run(imports)
        promised = {item.name: self.names.get(item.name) for item in imports}
        self.run(statement.orelse)
        for name, value in promised.items():
            if value is not None and (self.names.get(name) is None or isinstance(self.names[name], Instance)):
                self.names[name] = value

    def decided(self, test: s.Expr, value: Value) -> bool | None:
        """Which way a test goes, where the source decides it."""
        if isinstance(value, Setting):
            return None
        if not self.exact:
            return bool(value.value) if isinstance(value, Literal) else None
        return None if isinstance(test, s.Name) and test.id in self.maybe else plain.truth(value)

    def _join(self, other: dict[str, Value], alone: bool = False) -> None:
        if alone:
            self.names.clear()
            self.names.update(other)
            return
        names = self.names
        if self.exact:
            for name, value in other.items():
                if is_none(value) or is_none(names.get(name)):
                    self.maybe.add(name)
        differing = [(name, value) for name, value in other.items() if names.get(name, _MISSING) is not value]
        for name, value in differing:
            names[name] = join((names[name], value)) if name in names else value

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
        follow(statement.body)
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
            for name, value in handled.items():
                self.names.setdefault(name, value)
        self.run(statement.final)
        self.left = self.left or left

    def _match(self, statement: s.Match) -> None:
        self.value(statement.subject)
        subject = statement.subject.id if isinstance(statement.subject, s.Name) else ""
        for case, cls, name in zip(statement.cases, statement.classes, statement.captured, strict=True):
            value = object_of(cls, self, self.lookup(subject) if subject else None) if cls else None
            told: dict[str, Value] = {
                key: value for key in (subject, name) if key and value is not None and not self.exact
            }
            before = {key: self.names[key] for key in told if key in self.names}
            self.names.update(told)
            self._uncertain(case)
            _forget(told, self.names, before)

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
        decorators = [self.value(decorator) for decorator in statement.decorators]
        cls = self.project.class_(self.module, statement, self.parent)
        cls.bases = tuple(self.value(base) for base in statement.bases)
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
            if isinstance(statement, s.Delete) and isinstance(part, s.Subscript):
                self.implied(part, implied.method(self.value(part.value), "__delitem__"))
        if type(statement) is s.Simple:
            if statement.kind == "Assert" and not self.exact:
                self.names.update(narrowed(statement.parts[0], self))
            elif statement.kind in ("Break", "Continue"):
                self.left = statement.kind

    # --- expressions -----------------------------------------------------------------------------

    def lookup(self, name: str) -> Value:
        """The value of a name, in this scope or further out."""
        value = self.names.get(name, _MISSING)
        return self.outer(name) if value is _MISSING else value  # type: ignore[return-value]

    def value(self, expr: s.Expr, awaited: bool = False) -> Value:
        """Evaluate an expression; None when the source does not show what it is."""
        kind = type(expr)
        if kind is _NAME:
            value = self.names.get(expr.id, _MISSING)  # type: ignore[attr-defined]
            return self.outer(expr.id) if value is _MISSING else value  # type: ignore[attr-defined, return-value]
        if kind is _CALL:
            callee = self.value(expr.func)  # type: ignore[attr-defined]
            return self.called(expr, callee, self.arguments(expr), awaited)  # type: ignore[arg-type]
        evaluate = _EXPRESSIONS.get(kind)
        return evaluate(self, expr) if evaluate else None

    def arguments(self, call: s.Call) -> Arguments:
        """The arguments of a call, with what ``*args`` and ``**kwargs`` are known to hold."""
        positional: list[Value] = []
        for arg in call.args:
            value = self.value(arg)
            if type(arg) is s.Starred:
                held = plain.items_of(self.value(arg.value))
                positional.extend((value,) if held is None or held.is_open else held.items)
            else:
                positional.append(value)
        named: dict[str, Value] = {}
        for keyword in call.keywords:
            value = self.value(keyword.value)
            if keyword.name or not isinstance(value, Dictionary):
                named[keyword.name] = value
                continue
            named.update({str(key): held for key, held in value.items})
            if value.is_open:
                named[""] = None
        return Arguments(positional, named)

    def _constant(self, expr: s.Constant) -> Value:
        return Literal(expr.value) if expr.value is not None or expr.kind == "NoneType" else None

    def _starred(self, expr: s.Starred) -> Value:
        self.iterated(expr.value, self.value(expr.value))
        return None

    def _tested(self, expr: s.Expr) -> Value:
        """The value of a test, which asks the object whether it counts as true."""
        value = self.value(expr)
        self.implied(expr, implied.method(value, *TRUTH) if type(value) is Instance else None)
        return value

    def _await(self, expr: s.Await) -> Value:
        value = self.value(expr.value, awaited=True)
        if type(value) is Instance:
            if value.of == _TASK:
                return value.items
            called = implied.method(value, "__await__")
            if called is not None and called.function.is_generator:
                self.iterated(expr, Generating(called.function, None))
            return self.implied(expr, called) or value
        return value.value if type(value) is Coroutine else value

    def _attribute(self, expr: s.Attribute) -> Value:
        receiver = self.value(expr.value)
        if isinstance(receiver, Instance):
            self.read(expr, receiver)
            if self.exact:
                return self.held(receiver, expr.attr)
        elif type(receiver) is Class:
            called = implied.read(receiver, expr.attr)
            if called is not None:
                return self.implied(expr, called)
        return self.types.attribute(receiver, expr.attr)

    def held(self, receiver: Instance, name: str) -> Value:
        """An attribute of an object, where statements run here and now."""
        return self.types.attribute(receiver, name)

    def _subscript(self, expr: s.Subscript) -> Value:
        value = self.value(expr.value)
        if isinstance(value, (External, Class)):
            called = implied.method(value, "__getitem__")
            if called is not None:
                return self.implied(expr, called)
            return Alias(expr, self.module) if _is_typing(value) else value
        index = self.value(expr.index)
        called = implied.method(value, "__getitem__")
        if called is not None:
            return self.implied(expr, called)
        if isinstance(index, Literal):
            if (
                isinstance(value, Listing)
                and isinstance(index.value, int)
                and -len(value.items) <= index.value < len(value.items)
            ):
                return value.items[index.value]
            if isinstance(value, Dictionary) and value.items:
                return value.get(index.value)
            if isinstance(value, Literal):
                return plain.character(value, index.value)
        if isinstance(expr.index, s.Other) and expr.index.kind == "Slice":
            return self._slice(value, expr.index) if isinstance(value, (Literal, Listing)) else None
        return self.types.item(value) or element(value)

    def _slice(self, value: Literal | Listing, bounds: s.Other) -> Value:
        held = [self.value(part) for part in bounds.parts]
        known = [one.value for one in held if isinstance(one, Literal) and isinstance(one.value, int)]
        if len(known) != len(held):
            return None
        given = dict(zip(bounds.words, known, strict=True))
        cut = slice(given.get("lower"), given.get("upper"), given.get("step"))
        if isinstance(value, Listing):
            return None if value.is_open else Listing(value.items[cut])
        return type(value)(value.value[cut]) if isinstance(value.value, str) else None

    def _either(self, expr: s.Binary, left: Value) -> Value:
        """``left and right``, ``left or right`` where the source decides it."""
        first = self.decided(expr.left, left)
        if first is not None:
            return self.value(expr.right) if first is (expr.op == "And") else left
        right = self.value(expr.right)
        second = self.decided(expr.right, right)
        if second is (expr.op == "Or"):  # whatever the left is: good enough for a test, and no more
            return right if expr.op == "And" else self.either(left, left, right)
        return self.either(left, left, right) if expr.op == "Or" else None

    def _binary(self, expr: s.Binary) -> Value:
        is_test = expr.op in ("And", "Or")
        left = self._tested(expr.left) if is_test else self.value(expr.left)
        if self.exact and is_test:
            return self._either(expr, left)
        if expr.op == "Or" and isinstance(left, (Router, Function, Class, Module)):
            return left
        right = self.value(expr.right)
        called = None if is_test else implied.operated(expr.op, left, right)
        if called is not None:
            return self.implied(expr, called)
        if expr.op == "Add":
            return plain.added(left, right)
        if expr.op == "Or":
            return right if isinstance(left, Literal) and not left.value else join((left, right))
        if expr.op == "Mod" and isinstance(left, Literal):
            return plain.formatted(left, right)
        if expr.op == "BitOr" and isinstance(left, (External, Class, Alias)):
            return Alias(expr, self.module)
        if (
            expr.op == "Div"
            and isinstance(left, Instance)
            and isinstance(left.of, External)
            and left.of.name in SAME
        ):
            return places.below(left, right) if isinstance(left, Located) else left
        return None

    def _joined(self, expr: s.Joined) -> Value:
        parts = list(map(self.value, expr.parts))
        for part, value in zip(expr.parts, parts, strict=True):
            self.implied(part, implied.text(value) if type(value) is Instance else None)
        parts = [places.place_of(part) or part for part in parts]
        if all(isinstance(part, Literal) for part in parts):
            text = "".join(str(part.value) for part in parts if isinstance(part, Literal))
            return Setting(text) if any(isinstance(part, Setting) for part in parts) else Literal(text)
        return None

    def _sequence(self, expr: s.Sequence) -> Value:
        items: list[Value] = []
        is_open = False
        for item in expr.items:
            value = self.value(item)
            if isinstance(item, s.Starred):
                held = plain.items_of(self.value(item.value))
                if held is None:
                    rest = [self.value(one) for one in expr.items]
                    return Instance(External(f"builtins.{expr.kind}"), items=join(rest))
                items += held.items
                is_open = is_open or held.is_open
            else:
                items.append(value)
        return Listing(tuple(items), is_open)

    def _mapping(self, expr: s.Mapping) -> Value:
        pairs: list[tuple[object, Value]] = []
        is_open = False
        for key, value in zip(expr.keys, expr.values, strict=True):
            known, held = (self.value(key) if key is not None else None), self.value(value)
            if key is None and isinstance(held, Dictionary):
                pairs += held.items
            else:
                pairs.append((known.value if isinstance(known, Literal) else known, held))
            is_open = is_open or (key is None and getattr(held, "is_open", True))
        return Dictionary(tuple(pairs), is_open)

    def _lambda(self, expr: s.Lambda) -> Value:
        return Closure(None, expr.body, names=expr.names, inner=self.deferred(expr))

    def _conditional(self, expr: s.Conditional) -> Value:
        test = self._tested(expr.test)
        decided = self.decided(expr.test, test)
        body, orelse = (
            value_where(expr.test, *side, self) for side in ((True, expr.body), (False, expr.orelse))
        )
        if decided is not None:
            return body if decided else orelse
        return self.either(test, body, orelse)

    def either(self, test: Value, body: Value, orelse: Value) -> Value:
        """What ``body if test else orelse`` gives where the source does not decide it."""
        return join((body, orelse))

    def _yield(self, expr: s.Yield) -> Value:
        value = self.value(expr.value) if expr.value is not None else None
        if expr.delegates and expr.value is not None:
            self.iterated(expr.value, value)
        self.yielded(element(value) if expr.delegates else value)
        return None

    def _comprehension(self, expr: s.Comprehension) -> Value:
        listed = self._listed(expr) if self.exact and len(expr.generators) == 1 else None
        if listed is not None:
            return listed
        shadowed = dict(self.names)
        for generator in expr.generators:
            iterated = self.value(generator.iter, awaited=generator.is_async)
            self.iterated(generator.iter, iterated, generator.is_async)
            self.bind(generator.target, element(iterated))
            for condition in generator.conditions:
                self._tested(condition)
        values = [self.value(item) for item in expr.elements]
        self.names.clear()
        self.names.update(shadowed)
        kind = "list" if expr.kind == "generator" else expr.kind
        return Instance(External(f"builtins.{kind}"), items=values[-1])

    def _listed(self, expr: s.Comprehension) -> Value:
        """A comprehension over known items: each of them, unless its condition says no."""
        (generator,) = expr.generators
        held = plain.items_of(self.value(generator.iter))
        if held is None or len(held.items) > 200 or expr.kind == "set":
            return None
        shadowed = dict(self.names)
        made: list[tuple[Value, ...]] = []
        is_open = held.is_open
        for item in held.items:
            self.bind(generator.target, item)
            kept = [self.decided(condition, self.value(condition)) for condition in generator.conditions]
            if False not in kept:
                is_open = is_open or None in kept
                made.append(tuple(self.value(element) for element in expr.elements))
        self.names.clear()
        self.names.update(shadowed)
        if expr.kind != "dict":
            return Listing(tuple(row[0] for row in made), is_open)
        keys = [row[0].value for row in made if isinstance(row[0], Literal)]
        if len(keys) != len(made):
            return None
        return Dictionary(tuple(zip(keys, (row[1] for row in made), strict=True)), is_open)

    def _assigned(self, expr: s.Assigned) -> Value:
        value = self.value(expr.value)
        self.bind(expr.target, value)
        return value

    def _other(self, expr: s.Other) -> Value:
        values = [self.value(part) for part in expr.parts]
        if expr.kind == "Not":
            self.implied(expr, implied.method(values[0], *TRUTH) if type(values[0]) is Instance else None)
            decided = self.decided(expr.parts[0], values[0])
            return None if decided is None else Literal(not decided)
        if expr.kind in UNARY:
            return self.implied(expr, implied.method(values[0], UNARY[expr.kind]))
        if expr.kind == "Compare":
            for op, left, right in zip(expr.words, values, values[1:], strict=False):
                self.implied(expr, implied.compared(op, left, right))
        is_maybe = any(isinstance(part, s.Name) and part.id in self.maybe for part in expr.parts)
        if expr.kind == "Compare" and self.exact and len(values) == 2 and not is_maybe:
            known = plain.compared(expr.words[0], values[0], values[1])
            return None if known is None else Literal(known)
        return None


def _bound_to(statement: s.FunctionDef) -> str:
    """The name of a function; ``name.setter`` for what is run when a property is set, beside what reads it."""
    for decorator in statement.decorators:
        written = s.dotted(decorator)
        if written in (f"{statement.name}.setter", f"{statement.name}.deleter"):
            return written
    return statement.name


def is_callable(value: Value) -> bool:
    """Whether an annotation says no more than that something can be called."""
    return isinstance(value, Instance) and value.of == External("collections.abc.Callable")


_BUILTINS: dict[str, Value] = {name: External(f"builtins.{name}") for name in dir(builtins)}


def _forget(told: dict[str, Value], names: dict[str, Value], before: dict[str, Value]) -> None:
    """Take back what only one branch knew of names that it did not bind."""
    for name, value in told.items():
        if names.get(name) is value:
            if name in before:
                names[name] = before[name]
            else:
                del names[name]


def _is_typing(value: Value) -> bool:
    return isinstance(value, External) and value.name.startswith(("typing.", "builtins.", "collections.abc."))


def is_none(value: Value) -> bool:
    """Whether a value is a literal None."""
    return type(value) is Literal and value.value is None


def element(value: Value) -> Value:
    """What iterating over ``value`` yields."""
    if isinstance(value, Instance):
        return None if isinstance(value.of, External) and value.of.name in ROWS else value.items
    if isinstance(value, Generating):
        return value.value
    if isinstance(value, Listing):
        return join(value.items) if value.items else element(value.promised)
    if isinstance(value, OneOf):
        return join(element(one) for one in value.options)
    return None


def _is_some_router(value: Value) -> bool:
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in ROUTERS


def join(values: Iterable[Value]) -> Value:
    """The one value that all are, leaving aside a literal None; or one of several, where each is known."""
    some = [value for value in values if not is_none(value)]
    if not some:
        return Literal(None)
    if any(isinstance(value, Router) for value in some):  # made here, where it is not given
        some = [value for value in some if not _is_some_router(value)]
    first = some[0]
    if first is None or not all(value == first for value in some[1:]):
        return _one_of(some) if first is not None else None
    if isinstance(first, Located):
        return places.somewhere(first, some)
    return first if not isinstance(first, Instance) or alike(some) else Instance(first.of)


_MOST = 8
"""More options than this say nothing."""
_RUNNABLE = (Instance, Function, Bound, Class, Closure, External)


def _one_of(values: list[Value]) -> Value:
    kinds = [value.of for value in values if isinstance(value, Instance) and isinstance(value.of, External)]
    if len(kinds) == len(values) and all(kind == kinds[0] for kind in kinds):
        return Instance(kinds[0], items=join(map(element, values)))
    options: list[Value] = []
    for value in values:
        for one in value.options if isinstance(value, OneOf) else (value,):
            if not isinstance(one, _RUNNABLE):
                return None
            if one not in options:
                options.append(one)
    return OneOf(tuple(options)) if len(options) <= _MOST else None


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
    s.Attribute: Interpreter._attribute,
    s.Constant: Interpreter._constant,
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
