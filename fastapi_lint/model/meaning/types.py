"""What values give: results of calls, attributes of instances, objects that an annotation promises."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.blocking import PATIENCE, RETRIES
from fastapi_lint.model.knowledge.queries import ARGUMENT, CLASS, KEY, QUERIES
from fastapi_lint.model.knowledge.results import ENTERS, PATIENT, SESSION_FACTORIES, SIZED
from fastapi_lint.model.knowledge.running import CREATES_TASK, GETTERS
from fastapi_lint.model.loop.retrying import sleeps
from fastapi_lint.model.meaning import accessors, by_name, generics, sessions, traits
from fastapi_lint.model.meaning.accessors import PROPERTY
from fastapi_lint.model.meaning.attributes import Attributes, member_of
from fastapi_lint.model.meaning.by_name import DELAYING, MARKERS
from fastapi_lint.model.meaning.collecting import COLLECTIONS, collected
from fastapi_lint.model.meaning.containers import MAPPINGS, START_EMPTY, held, result, started
from fastapi_lint.model.meaning.joining import is_none, join, says_little
from fastapi_lint.model.meaning.protocols import is_stub
from fastapi_lint.model.meaning.providers import PROVIDERS, provided, provider
from fastapi_lint.model.meaning.queried import is_query
from fastapi_lint.model.meaning.selves import own_kind
from fastapi_lint.model.meaning.specialised import Specialised
from fastapi_lint.model.meaning.values import (
    Alias,
    Arguments,
    Bound,
    Closure,
    Configured,
    Coroutine,
    Dictionary,
    External,
    Generating,
    Instance,
    Listing,
    Literal,
    Marker,
    OneOf,
    Value,
)
from fastapi_lint.model.meaning.variables import VARIABLE

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

Lookup = Callable[[str], Value]


class Above(NamedTuple):
    """What stands above a class, as long as it has these bases."""

    bases: tuple[Value, ...]
    every: tuple[Class | str, ...]
    """Every known base, nearest first: classes of the project, and canonical names of others."""
    outside: frozenset[str]
    """The names among them."""
    line: tuple[Class, ...]
    """The class, and the classes of the project among them."""


_ASKED = External("")
"""Stands for what is not known by its name alone."""
_ANNOTATED = External("typing.Annotated")
_MARKED = frozenset(External(name) for name in MARKERS)
_WAITED = frozenset({"collections.abc.Awaitable", "collections.abc.Coroutine"})
_TRANSPARENT = frozenset(
    {"typing.Annotated", "typing.Optional", "typing.Final", "typing.ClassVar", "sqlalchemy.orm.Mapped"}
)
_DEPTH = 12
_NESTED = 4
"""More results than this that are being looked for: what functions pass is asked later, as all that is found now has to
be found again."""


class Types:
    """Small, honest type inference: one known answer, or none."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._results: dict[Function, Value] = {}
        self._parsed: dict[str, s.Expr | None] = {}
        self.attributes = Attributes(self)
        self.attribute: Callable[[Value, str], Value] = self.attributes.of
        """The value of ``value.name``."""
        self._open: set[Function] = set()
        self._again: set[Class] = set()
        self.cut = 0
        """How often a result was asked for while it was being looked for."""
        self._by_name: dict[str, Class | External | None] = {}
        """What calls of libraries give by their name alone."""
        self._aliases: set[tuple[Module, int]] = set()
        self._instances: dict[Class, Instance] = {}
        self._early: set[Class] = set()  # whose objects were made before every name was bound
        self.specialised = Specialised()

    # --- annotations -----------------------------------------------------------------------------

    def instance_of(self, annotation: s.Expr | None, lookup: Lookup, module: Module) -> Value:
        """An object of the type that ``annotation`` names."""
        if annotation is None:
            return None
        if type(annotation) is s.Name or type(annotation) is s.Attribute:
            named = self.resolve(annotation, lookup)
            return self._aliased(named) if isinstance(named, Alias) else self._object(named)
        if type(annotation) is s.Constant:
            parsed = self.parse(annotation)
            return self.instance_of(parsed, lookup, module) if parsed is not None else None
        if type(annotation) is s.Subscript:
            return self._generic(annotation, lookup, module)
        if type(annotation) is s.Binary and annotation.op == "BitOr":
            return self._one_of((annotation.left, annotation.right), lookup, module)
        return None

    def _aliased(self, alias: Alias) -> Value:
        """An object of the type that an alias names; None inside itself: ``Json = dict[str, "Json"] | str``."""
        key = (alias.module, alias.expr.start)
        if key in self._aliases:
            return None
        self._aliases.add(key)
        value = self.instance_of(alias.expr, self.lookup_in(alias.module), alias.module)
        self._aliases.discard(key)
        return value

    def _object(self, named: Value) -> Value:
        if isinstance(named, Class):
            return self.instance(named)
        if isinstance(named, External) and named.name not in (
            "typing.Any",
            "builtins.object",
            "builtins.None",
        ):
            return Instance(named)
        return None

    def resolve(self, expr: s.Expr, lookup: Lookup) -> Value:
        """The value of a dotted name."""
        if type(expr) is s.Name:
            return lookup(expr.id)
        if type(expr) is s.Attribute:
            return self.attribute(self.resolve(expr.value, lookup), expr.attr)
        return None

    def _one_of(self, options: tuple[s.Expr, ...], lookup: Lookup, module: Module) -> Value:
        some = [o for o in options if not (isinstance(o, s.Constant) and o.kind == "NoneType")]
        known = [self.instance_of(option, lookup, module) for option in some]
        return join(known) if known else None

    def _generic(self, annotation: s.Subscript, lookup: Lookup, module: Module) -> Value:
        base = self.resolve(annotation.value, lookup)
        index = annotation.index
        args = index.items if isinstance(index, s.Sequence) and index.kind == "tuple" else (index,)
        if isinstance(base, Alias):
            return self._aliased(base)
        if isinstance(base, Class):
            return self.instance(base)
        if not isinstance(base, External) or not args:
            return None
        if base.name in _TRANSPARENT:
            return self.instance_of(args[0], lookup, module)
        if base.name == "typing.Union":
            return self._one_of(args, lookup, module)
        if base.name == "builtins.tuple" and len(args) > 1 and not _is_ellipsis(args[-1]):
            return Listing(tuple(self.instance_of(arg, lookup, module) for arg in args))
        if base.name in COLLECTIONS or base.name == "contextvars.ContextVar":
            return Instance(base, items=self.instance_of(args[0], lookup, module))
        if base.name in MAPPINGS and len(args) == 2:
            return Instance(base, values=self.instance_of(args[1], lookup, module))
        if base.name in _WAITED:
            return Coroutine(self.instance_of(args[-1], lookup, module))
        if base.name == "typing.Literal":
            texts = [arg.value for arg in args if isinstance(arg, s.Constant) and isinstance(arg.value, str)]
            return Instance(
                base, items=OneOf(tuple(map(Literal, texts))) if len(texts) == len(args) else None
            )
        if base.name == "builtins.type":
            named = self.parse(args[0]) if isinstance(args[0], s.Constant) else args[0]
            value = self.resolve(named, lookup) if named is not None else None
            return None if value == VARIABLE else value
        return self._object(base)

    def parse(self, constant: s.Constant) -> s.Expr | None:
        """The expression inside a string annotation, with the positions of the string."""
        text = constant.value
        if not isinstance(text, str):
            return None
        if text not in self._parsed:
            self._parsed[text] = _parsed(text.strip())
        return self._parsed[text]

    def annotated(
        self, annotation: s.Expr | None, module: Module, lookup: Lookup | None = None
    ) -> Annotation:
        """Look through ``Annotated`` and aliases: the plain type and the markers, wherever they stand."""
        found = Annotation(annotation, module)
        for _ in range(_DEPTH):
            expr = found.type
            if expr is None:
                break
            look = self.lookup_in(found.module) if lookup is None or found.module is not module else lookup
            if type(expr) is s.Constant and isinstance(expr.value, str):
                found.type = self.parse(expr)
                continue
            base = self.resolve(expr.value if type(expr) is s.Subscript else expr, look)
            if isinstance(base, Alias):
                found.type, found.module = base.expr, base.module
            elif base == _ANNOTATED and isinstance(expr, s.Subscript):
                items = expr.index.items if isinstance(expr.index, s.Sequence) else (expr.index,)
                found.metadata[:0] = [
                    (item, found.module) for item in items[1:]
                ]  # Python flattens them, the inner first
                found.type = items[0]
            else:
                break
        return found

    def lookup_in(self, module: Module) -> Lookup:
        """Look a name up at a module's level."""
        return module.lookup

    # --- classes and instances -------------------------------------------------------------------

    def above(self, cls: Class) -> Above:
        """What is known of the bases of a class, and of theirs; ``Class.above`` asks it no second time."""
        every = self._every_base(cls)
        own = tuple([base for base in every if not isinstance(base, str)])
        outside = frozenset([base for base in every if isinstance(base, str)])
        found = Above(cls.bases, every, outside, (cls, *own))
        if self.project.is_bound:
            cls.known_above = found
        return found

    def _every_base(self, cls: Class) -> tuple[Class | str, ...]:
        seen: dict[Class | str, None] = {}
        queue = list(cls.bases)
        for base in queue:  # which grows meanwhile
            if isinstance(base, Alias) and isinstance(base.expr, s.Subscript):
                base = self.resolve(base.expr.value, self.lookup_in(base.module))
            if isinstance(base, Instance) and isinstance(base.of, External):
                base = base.of  # ``Base = declarative_base()`` and other made classes
            if isinstance(base, External):
                seen[base.name] = None
            elif isinstance(base, Class) and base is not cls and base not in seen:
                seen[base] = None
                queue += base.bases
        return tuple(seen)

    def instance(self, cls: Class) -> Instance:
        """An object of a project class, with what its ``__init__`` stores on ``self``."""
        is_early = not self.project.is_linked
        if cls not in self._instances or (cls in self._early and not is_early):
            made = self._instances.setdefault(cls, Instance(cls))
            (self._early.add if is_early else self._early.discard)(cls)
            init, cut = cls.method("__init__"), self.cut
            if init is not None:
                self._construct(init, made)
            if self.is_cut_since(cut) and cls not in self._again:
                self._again.add(cls)
                self._early.add(cls)
        return self._instances[cls]

    def _construct(self, init: Function, made: Instance) -> None:
        text = init.module.source.text[init.syntax.start : init.syntax.end]
        if ".__init__(" in text and isinstance(init.parent, Class):
            bases = (base for base in init.parent.ancestors if isinstance(base, Class))
            held = made.attributes = dict(made.attributes)
            for base in [*bases][::-1]:  # the nearest one has the last word
                held.update(self.instance(base).attributes)
        self.project.calls.fill(init, made)

    def item(self, value: Value) -> Value:
        """The value of ``value[…]`` where the index does not matter."""
        if isinstance(value, Instance) and isinstance(value.of, External):
            return member_of(value.of.name, "[]") or value.values
        if isinstance(value, Class):  # of an enumeration
            return self.instance(value)
        is_known = isinstance(value, Dictionary) and (bool(value.items) or self.project.is_linked)
        return held(value) if is_known else None

    # --- calls -----------------------------------------------------------------------------------

    def result_of(self, callee: Value, call: s.Call, given: Arguments, module: Module) -> Value:
        """What a call gives."""
        kind = type(callee)
        if kind is External:
            return self._external(callee, call, given, module)  # type: ignore[arg-type]
        if callee is None:
            if is_query(self, call, module):
                return self._queried("sqlalchemy.orm.Query", CLASS, None, given)
            return None
        if kind is Bound:
            return own_kind(callee, generics.outcome(callee, given))  # type: ignore[arg-type]
        if kind is Function:
            return generics.outcome(callee, given)  # type: ignore[arg-type]
        if kind is Class:
            return self.instance(callee)  # type: ignore[arg-type]
        if isinstance(callee, Instance):
            return self._called_instance(callee)
        if isinstance(callee, Closure) and callee.target is not None:
            return self.result_of(callee.target, call, given, module)
        if isinstance(callee, Closure) and self.project.is_linked:
            body = self.project.calls.of_lambda(callee)
            return body.value if body is not None else None
        if isinstance(callee, OneOf):
            return join(self.result_of(one, call, given, module) for one in callee.options)
        return None

    def _external(self, callee: External, call: s.Call, given: Arguments, module: Module) -> Value:
        name = callee.name
        kind = self._by_name.get(name, _ASKED)
        if kind is not _ASKED:
            return None if kind is None else Instance(kind)
        if name in MARKERS:
            return Marker(name, call, module, given.get(0, "dependency"), given)
        if name in DELAYING and given.positional:
            return Closure(given.positional[0], given=given)
        if name in GETTERS:
            return Closure(callee, given=given)
        if name in PROVIDERS and given.positional:
            return provider(callee, given, lambda target: self.result_of(target, call, Arguments(), module))
        if name == "tenacity.Retrying":
            return Instance(callee) if sleeps(name, given) else None
        if name in RETRIES or name in PATIENCE:
            return Configured(callee, given, call, module)
        if name == "starlette.middleware.Middleware":
            return Configured(given.get(0, "cls"), given, call, module)
        if name == "sqlalchemy.orm.sessionmaker":
            return sessions.factory(given)
        if (trait := traits.declared(self, callee, given)) is not None:
            return trait
        if name == "enum.member":
            return given.get(0, "value")
        if name == PROPERTY.name and (given.positional or given.named):
            return accessors.made(given)
        if name == "typing.cast" and call.args:
            return self.instance_of(call.args[0], self.lookup_in(module), module)
        if name in QUERIES:
            value = self._queried(*QUERIES[name], callee.receiver, given)
            if value is not None:
                return value
        if name in ("contextlib.contextmanager", "contextlib.asynccontextmanager"):
            return given.get(0, "func")  # as the decorator is: calling it gives what `with` enters
        if name == "contextlib.closing":
            return Instance(callee, items=given.get(0, "thing"))
        if name in CREATES_TASK:
            return _task(given.get(0, "coro"))
        if name in ("contextlib.ExitStack.enter_context", "contextlib.AsyncExitStack.enter_context"):
            return self.entered(given.get(0, "cm"))
        if (
            name == "builtins.type"
            and len(given.positional) == 1
            and isinstance(given.positional[0], Instance)
        ):
            return given.positional[0].of
        if name == "builtins.getattr" and len(given.positional) >= 2:
            return join((self._got(given.positional[0], given.positional[1]), *given.positional[2:]))
        if (handed := result(name, callee.receiver, given)) is not None:
            return handed
        if name in START_EMPTY and (kept := self._started(callee, call, given, module)) is not None:
            return kept
        if name in SIZED and _has_size(given):
            return Instance(External(SIZED[name]))
        if name in PATIENT and not self.project.blocking.may_wait(name, given):
            return Instance(External(PATIENT[name]))
        if name == "socket.socket" and given.get(1, "type") == External("socket.SOCK_DGRAM"):
            return Instance(External("socket.DatagramSocket"))  # its `connect` only notes the address
        made = by_name.made(name, callee.receiver, self.project.blocking)
        # What is told apart above by arguments or receivers has to be known to `is_asked`.
        if not by_name.is_asked(name) and not (isinstance(made, Instance) and made.items is not None):
            self._by_name[name] = made.of if isinstance(made, Instance) else None
        return made

    def _started(self, callee: External, call: s.Call, given: Arguments, module: Module) -> Value:
        """A container that starts empty."""
        is_making = callee.name == "collections.defaultdict" and given.positional
        made = self.result_of(given.positional[0], call, Arguments(), module) if is_making else None
        return started(callee, given, made)

    def _got(self, receiver: Value, attribute: Value) -> Value:
        """``getattr`` with a literal name, or with one of several."""
        if isinstance(attribute, Instance) and isinstance(attribute.items, OneOf):
            return join(self._got(receiver, name) for name in attribute.items.options)
        name = attribute.value if isinstance(attribute, Literal) else None
        return self.attribute(receiver, name) if isinstance(name, str) else None

    def _queried(self, shape: str, holds: str, receiver: Value, given: Arguments) -> Value:
        """The result of a query method: an object, or something of type ``shape`` that holds such objects."""
        if shape == "self":
            return receiver
        first = given.positional[0] if given.positional else None
        content: Value = None
        if holds == CLASS:
            content = (
                self.instance(first) if isinstance(first, Class) and len(given.positional) == 1 else None
            )
        elif holds == KEY:
            content = self.instance(first) if isinstance(first, Class) else None
        elif holds == ARGUMENT:
            content = first.items if isinstance(first, Instance) else None
        elif isinstance(receiver, Class):
            content = self.instance(receiver)
        elif isinstance(receiver, Instance):
            content = receiver if isinstance(receiver.of, Class) else receiver.items
        return Instance(External(shape), items=content) if shape else content

    def _called_instance(self, callee: Instance) -> Value:
        if isinstance(callee.of, External):
            made = SESSION_FACTORIES.get(callee.of.name)
            return Instance(External(made)) if made else provided(callee)
        method = callee.of.method("__call__")
        return self.outcome(method) if method else None

    def outcome(self, function: Function) -> Value:
        """What calling a function of the project gives: a coroutine and a generator are wrapped."""
        value = self.returns(function)
        syntax = function.syntax
        if syntax.is_generator:
            return Generating(function, value)
        return Coroutine(value) if syntax.is_async else value

    def returns(self, function: Function) -> Value:
        """What a function returns once awaited, or what a generator yields."""
        if function not in self._results:
            if function in self._open or len(self._open) > _DEPTH:
                self.cut += 1
                return None
            cut = self.cut
            self._open.add(function)
            try:
                value = self._returned(function)
            finally:
                self._open.discard(function)
            if not self.project.is_linked or (value is None and self.is_cut_since(cut)):
                return value
            self._results[function] = value
            self.cut = cut  # it stays as it is, whatever else may become known
        return self._results[function]

    def is_cut_since(self, cut: int) -> bool:
        """Whether what was followed since then asked for what is being looked for: later more may be known."""
        return self.cut > cut and bool(self._open)

    def is_deep(self) -> bool:
        """Whether so many results are being looked for that one more question is left for later."""
        self.cut += len(self._open) > _NESTED
        return len(self._open) > _NESTED

    def forget(self, function: Function) -> None:
        """The function has another body now."""
        self._results.pop(function, None)
        self.specialised.forget(function)

    def _returned(self, function: Function) -> Value:
        annotation = function.syntax.returns
        if annotation is not None:
            value = self.instance_of(annotation, self.project.scope_of(function), function.module)
            if function.is_generator and value is not None:
                value = value.items if isinstance(value, Instance) else value  # of `Any`, the body says more
            is_marker = (
                isinstance(value, Instance) and value.of in _MARKED
            )  # ``-> Query``: the one that is made
            if value is not None and not says_little(value) and not is_marker:
                return collected(function, value) or value
            return self.project.calls.result(function) or value
        return self.project.calls.result(function) or self._overridden(function)

    def _overridden(self, function: Function) -> Value:
        """What a method that only raises or passes gives in subclasses, where all of them agree."""
        if not isinstance(function.parent, Class) or not self.project.is_linked or not is_stub(function):
            return None
        below = self.project.subclasses.get(function.parent, ())
        overrides = [cls.methods[function.name] for cls in below if function.name in cls.methods]
        found = join(self.returns(override) for override in overrides if not override.module.is_test)
        return None if is_none(found) else found

    def entered(self, value: Value) -> Value:
        """What ``with value as x`` binds."""
        if isinstance(value, Generating):
            return value.value
        if isinstance(value, Coroutine):
            return value.value
        if isinstance(value, Instance):
            if isinstance(value.of, Class):
                enter = value.of.method("__aenter__") or value.of.method("__enter__")
                return (self.returns(enter) or value) if enter else value
            if value.of.name == "contextlib.closing":
                return value.items
            return Instance(External(ENTERS[value.of.name])) if value.of.name in ENTERS else value
        return join(map(self.entered, value.options)) if isinstance(value, OneOf) else None


def _parsed(annotation: str) -> s.Expr | None:
    from fastapi_lint.model.file.mirror import Mirror
    from fastapi_lint.source import Source

    try:
        node = ast.parse(annotation, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return Mirror(Source("<annotation>", annotation)).expr(node)


def _task(coroutine: Value) -> Value:
    """The task that runs a coroutine: awaiting it gives what that gives."""
    return Instance(
        External("asyncio.Task"), items=coroutine.value if isinstance(coroutine, Coroutine) else None
    )


def _has_size(given: Arguments) -> bool:
    """Whether a queue is made with a size; 0 means none, and what is unknown means one."""
    return bool(given.positional or "maxsize" in given.named) and given.get(0, "maxsize") != Literal(0)


def _is_ellipsis(expr: s.Expr) -> bool:
    return isinstance(expr, s.Constant) and expr.kind == "ellipsis"


class Annotation:
    """A parameter's annotation taken apart: the plain type, and the metadata of every ``Annotated`` around it."""

    __slots__ = ("metadata", "module", "type")

    def __init__(self, type_: s.Expr | None, module: Module) -> None:
        self.type = type_
        self.module = module
        self.metadata: list[tuple[s.Expr, Module]] = []

    def calls(self) -> Iterator[tuple[s.Call, Module]]:
        """The metadata that are calls, such as ``Depends(f)``."""
        return ((expr, module) for expr, module in self.metadata if isinstance(expr, s.Call))
