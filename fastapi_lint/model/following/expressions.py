"""What the expressions of a scope stand for, as far as the source shows it, and what is bound to their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from fastapi_lint.model.domain import Class, Function, Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following import plain
from fastapi_lint.model.following.narrowing import value_where
from fastapi_lint.model.following.scope import MISSING, Scope
from fastapi_lint.model.knowledge.operators import TRUTH, UNARY
from fastapi_lint.model.knowledge.results import BECOMES, SAME
from fastapi_lint.model.loop.pooled import left_out
from fastapi_lint.model.meaning import implied
from fastapi_lint.model.meaning.containers import keyworded
from fastapi_lint.model.meaning.frameworks import piped
from fastapi_lint.model.meaning.joining import element, join
from fastapi_lint.model.meaning.keys import is_data, key_of
from fastapi_lint.model.meaning.kinds import is_enum
from fastapi_lint.model.meaning.states import state_of
from fastapi_lint.model.meaning.unpacking import parts
from fastapi_lint.model.meaning.values import (
    NOTHING,
    Alias,
    Arguments,
    Bound,
    Closure,
    Coroutine,
    Dictionary,
    External,
    Generating,
    Instance,
    Keywords,
    Listing,
    Literal,
    Located,
    Member,
    Method,
    Setting,
    Value,
)
from fastapi_lint.model.starting import places

_NAME, _CALL, _CONSTANT = s.Name, s.Call, s.Constant
_HANDING_OUT = frozenset({"builtins.dict.get", "builtins.dict.pop", "builtins.list.pop"})
_TASK = External("asyncio.Task")
_OFF = ((Literal(False),), (Literal(0),))


class Expressions(Scope):
    """Evaluates expressions; runs nothing."""

    def called(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        """A call was evaluated; what it gives."""
        return self.outcome(call, callee, given)

    def outcome(self, call: s.Call, callee: Value, given: Arguments) -> Value:
        """What a call gives."""
        known: Value = None
        if type(callee) is External:
            becomes = BECOMES.get(callee.name)
            if becomes and isinstance(call.func, s.Attribute) and given.positional[:1] in _OFF:
                self.bind(call.func.value, Instance(External(becomes)))
            if callee.name.startswith("builtins."):
                known = self._plain(callee, given)
        elif type(callee) is Function:
            known = self._made(callee, None, given) if callee.syntax.nests else None
        elif type(callee) is Bound:
            known = (
                self._made(callee.function, callee.receiver, given) if callee.function.syntax.nests else None
            )
        return self.types.result_of(callee, call, given, self.module) if known is None else known

    def _made(self, function: Function, receiver: Value, given: Arguments) -> Value:
        """What a factory of the project gives."""
        from fastapi_lint.model.meaning.factories import made

        return made(function, receiver, given, self.exact)

    def _plain(self, callee: External, given: Arguments) -> Value:
        """What Python itself gives."""
        known = plain.result(callee, given)
        if callee.name in _HANDING_OUT:
            known = self._kept(known)
        if self.exact and callee.receiver is not None:
            plain.change(callee, given, is_certain=not self.uncertain)
        return known

    def value(self, expr: s.Expr, awaited: bool = False) -> Value:
        """Evaluate an expression; None when the source does not show what it is."""
        kind = type(expr)
        if kind is _NAME:
            value = self.names.get(expr.id, MISSING)  # type: ignore[attr-defined]
            return self.outer(expr.id) if value is MISSING else value  # type: ignore[attr-defined, return-value]
        if kind is _CALL:
            callee = self.value(expr.func)  # type: ignore[attr-defined]
            return self.called(expr, callee, self.arguments(expr), awaited)  # type: ignore[arg-type]
        if kind is _CONSTANT:
            known = expr.value  # type: ignore[attr-defined]
            return Literal(known) if known is not None or expr.kind == "NoneType" else None  # type: ignore[attr-defined]
        evaluate = _EXPRESSIONS.get(kind)
        return evaluate(self, expr) if evaluate else None

    def arguments(self, call: s.Call) -> Arguments:
        """The arguments of a call, with what ``*args`` and ``**kwargs`` are known to hold."""
        positional: list[Value] = []
        for arg in call.args:
            if type(arg) is s.Starred:
                held = plain.items_of(self._spread(arg))
                positional.extend((None,) if held is None or held.is_open else held.items)
            else:
                positional.append(self.value(arg))
        named: dict[str, Value] = {}
        for keyword in call.keywords:
            value = self.value(keyword.value)
            if keyword.name or not isinstance(value, Dictionary):
                named[keyword.name] = value
                continue
            shown = {key: held for key, held in value.items if isinstance(key, str)}
            named.update({key: None if key in value.doubtful else held for key, held in shown.items()})
            if len(shown) < len(value.items) or (value.is_open and not value.doubtful):
                named[""] = None
        return Arguments(tuple(positional), named or NOTHING)

    def _starred(self, expr: s.Starred) -> Value:
        self._spread(expr)
        return None

    def _spread(self, expr: s.Starred) -> Value:
        """What a star takes apart."""
        value = self.value(expr.value)
        self.iterated(expr.value, value)
        return value

    def _tested(self, expr: s.Expr) -> Value:
        """The value of a test, which asks the object whether it counts as true."""
        value = self.value(expr)
        if type(value) is Instance:
            self.implied(expr, implied.method(value, *TRUTH))
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
        if receiver is None:
            return None
        if type(receiver) is External:
            return self.types.attributes.of_external(receiver, expr.attr)
        if isinstance(receiver, Instance):
            self.read(expr, receiver)
            if self.exact:
                return self.held(receiver, expr.attr)
        elif type(receiver) is Class:
            if self.exact and expr.attr == "__name__" and self._is_itself(receiver, expr.value):
                return Literal(receiver.name)
            called = implied.read(receiver, expr.attr)
            if called is not None:
                return self.implied(expr, called)
        elif type(receiver) is Member and receiver.of is not None:
            self.read(expr, self.types.instance(receiver.of))
        elif self.exact and type(receiver) is Module:
            return self.held(receiver, expr.attr)
        found = self.types.attribute(receiver, expr.attr)
        return self._settled(receiver, expr.attr, found) if type(found) is Literal else found

    def _settled(self, receiver: Value, name: str, flag: Literal) -> Literal:
        """A flag of an object, a class or a module, which decides nothing if it changes while the program runs."""
        if type(receiver) is Module:
            return flag if self.exact else self.project.globals.settled(receiver, name, flag)
        cls = receiver.of if isinstance(receiver, Instance) else receiver
        changes = not self.exact and isinstance(cls, Class) and self.project.late.changes(cls, name)
        return Setting(flag.value) if changes else flag

    def _is_itself(self, cls: Class, expr: s.Expr) -> bool:
        """Whether an expression is that class, and not one below it, as ``model: type[Base]`` in a class promises."""
        if not isinstance(expr, s.Attribute) or not s.dotted(expr):  # a call is not followed twice
            return isinstance(expr, s.Name)
        holder = self.value(expr.value)
        return isinstance(holder, Instance) and (
            expr.attr == "__class__" or holder.attributes.get(expr.attr) is cls
        )

    def _subscript(self, expr: s.Subscript) -> Value:
        value = self.value(expr.value)
        if isinstance(value, (External, Class)):
            called = implied.method(value, "__getitem__")
            if called is not None:
                return self.implied(expr, called)
            if not self.exact and is_enum(value):
                return self.types.item(value)
            return Alias(expr, self.module) if _is_typing(value) else value
        index = self.value(expr.index)
        if value is None:
            return None
        called = implied.method(value, "__getitem__")
        if called is not None:
            return self.implied(expr, called)
        if type(value) is Keywords:
            return keyworded(value, Arguments([index])) or value.values
        if isinstance(value, Instance) and "default_factory" in value.attributes:
            self.made_missing(expr, value.attributes["default_factory"])
        if isinstance(value, Dictionary) and value.items and is_data(key_of(index)):
            return self._kept(value.get(key_of(index)))
        if isinstance(index, Literal):
            if (
                isinstance(value, Listing)
                and isinstance(index.value, int)
                and -len(value.items) <= index.value < len(value.items)
            ):
                return self._kept(value.items[index.value])
            if isinstance(value, Literal):
                return plain.character(value, index.value)
        if type(expr.index) is s.Other and expr.index.kind == "Slice":
            if isinstance(value, (Literal, Listing)):
                return self._slice(value, expr.index)
            return value if element(value) is not None else None
        return self.types.item(value) or element(value)

    def _kept(self, found: Value) -> Value:
        """What was in a container at first: a flag there decides nothing, as another one may be there by now."""
        if self.exact or type(found) is not Literal:
            return found
        return None if found.value is None else Setting(found.value)

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
            is_left_out = (isinstance(left, Literal) and not left.value) or self._left_out(expr.left, left)
            return right if is_left_out else join((left, right))
        if expr.op == "Mod" and isinstance(left, Literal):
            return plain.formatted(left, right)
        if expr.op == "BitOr":
            is_union = isinstance(left, (External, Class, Alias))
            return Alias(expr, self.module) if is_union else piped(left, right, self.project.blocking)
        if expr.op == "Div" and _is_path(left):
            return places.below(left, right) if isinstance(left, Located) else left
        return Instance(right.of) if expr.op == "Div" and _is_path(right) else None

    def _joined(self, expr: s.Joined) -> Value:
        known: list[Literal] = []
        for part, value in zip(expr.parts, list(map(self.value, expr.parts)), strict=True):
            if type(value) is Instance:
                self.implied(part, implied.text(value))
            shown = places.place_of(value) or value
            if isinstance(shown, Literal) and not (type(shown) is Setting and shown.value is None):
                known.append(shown)
        if len(known) < len(expr.parts):
            return None
        text = "".join(str(part.value) for part in known)
        return Setting(text) if any(isinstance(part, Setting) for part in known) else Literal(text)

    def _sequence(self, expr: s.Sequence) -> Value:
        items: list[Value] = []
        is_open = is_unknown = False
        for item in expr.items:
            if type(item) is s.Starred:
                spread = self._spread(item)
                held = plain.items_of(spread)
                some = None if self.exact else element(spread)  # which stands for any number of items
                items += (some,) if held is None else held.items
                is_open = is_open or held is None or held.is_open
                is_unknown = is_unknown or held is None
            else:
                items.append(self.value(item))
        if is_unknown and not self.exact:
            return Instance(External(f"builtins.{expr.kind}"), items=join(items))
        return Listing(tuple(items), is_open)

    def _mapping(self, expr: s.Mapping) -> Value:
        pairs: list[tuple[object, Value]] = []
        is_open = False
        for key, value in zip(expr.keys, expr.values, strict=True):
            if key is not None:
                known = key.value if type(key) is _CONSTANT else key_of(self.value(key))
                pairs.append((known, self.value(value)))
                continue
            held = self.value(value)
            if isinstance(held, Dictionary):
                pairs += held.items
            else:
                pairs.append((None, held))
            is_open = is_open or getattr(held, "is_open", True)
        return Dictionary(tuple(pairs), is_open)

    def _lambda(self, expr: s.Lambda) -> Value:
        inner = self.deferred(expr)
        return Closure(
            None, expr.body, names=expr.names, inner=inner, module=self.module if inner is None else None
        )

    def _conditional(self, expr: s.Conditional) -> Value:
        test = self._tested(expr.test)
        decided = self.decided(expr.test, test)
        body = value_where(expr.test, True, expr.body, self)
        orelse = value_where(expr.test, False, expr.orelse, self)
        if decided is not None:
            return body if decided else orelse
        if self._left_out(expr.body, body) or self._left_out(expr.orelse, orelse):
            return orelse if body is None else body
        return self.either(test, body, orelse)

    def _left_out(self, expr: s.Expr, value: Value) -> bool:
        return value is None and type(expr) is _NAME and left_out(expr.id, self.within)

    def _yield(self, expr: s.Yield) -> Value:
        value = self.value(expr.value) if expr.value is not None else None
        if expr.delegates and expr.value is not None:
            self.iterated(expr.value, value)
        self.yielded(element(value) if expr.delegates else value)
        return None

    def _comprehension(self, expr: s.Comprehension) -> Value:
        first, *_ = expr.generators
        outer = self.value(first.iter, awaited=first.is_async)
        listed = self._listed(expr, outer) if self.exact and len(expr.generators) == 1 else None
        if listed is not None:
            return listed
        shadowed = dict(self.names)
        for generator in expr.generators:
            is_first = generator is first
            iterated = outer if is_first else self.value(generator.iter, awaited=generator.is_async)
            self.iterated(generator.iter, iterated, generator.is_async)
            self.bind(generator.target, element(iterated))
            for condition in generator.conditions:
                self._tested(condition)
        values = [self.value(item) for item in expr.elements]
        self.names.clear()
        self.names.update(shadowed)
        kind = "list" if expr.kind == "generator" else expr.kind
        held = values[1] if kind == "dict" else None
        return Instance(External(f"builtins.{kind}"), items=values[0], values=held)

    def _listed(self, expr: s.Comprehension, iterated: Value) -> Value:
        """A comprehension over known items: each of them, unless its condition says no."""
        (generator,) = expr.generators
        held = plain.items_of(iterated)
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
            if type(values[0]) is Instance:
                self.implied(expr, implied.method(values[0], *TRUTH))
            if isinstance(values[0], Setting):
                return Setting(not values[0].value)
            decided = self.decided(expr.parts[0], values[0])
            return None if decided is None else Literal(not decided)
        if expr.kind in UNARY:
            return self.implied(expr, implied.method(values[0], UNARY[expr.kind]))
        if expr.kind == "Compare":
            for op, left, right in zip(expr.words, values, values[1:], strict=False):
                if type(left) in implied.HAVING or type(right) in implied.HAVING:
                    self.implied(expr, implied.compared(op, left, right))
        if expr.kind == "Compare" and self.exact and len(values) == 2 and not self._is_maybe(expr.parts):
            known = plain.compared(expr.words[0], values[0], values[1])
            return None if known is None else Literal(known)
        return None

    def _is_maybe(self, parts: tuple[s.Expr, ...]) -> bool:
        return any(type(part) is s.Name and part.id in self.maybe for part in parts)

    # --- binding ---------------------------------------------------------------------------------

    def bind(self, target: s.Expr, value: Value) -> None:
        """Bind a name, an attribute of a known instance, or the parts of a tuple."""
        if type(target) is s.Name:
            self.names[target.id] = value
            self.maybe.discard(target.id)
            if isinstance(value, Router) and not value.name:
                value.name = target.id
        elif isinstance(target, s.Attribute):
            self.set_attribute(target, value)
        elif isinstance(target, s.Subscript):
            container = self.value(target.value)
            index = self.value(target.index)
            self.implied(target, implied.method(container, "__setitem__"))
            if self.exact and isinstance(container, Dictionary):
                plain.set_item(container, key_of(index), value, is_certain=not self.uncertain)
        elif isinstance(target, s.Sequence):
            for item, part in zip(target.items, parts(value, len(target.items)), strict=True):
                self.bind(item, part)
        elif isinstance(target, s.Starred):
            self.bind(target.value, None)

    def set_attribute(self, target: s.Attribute, value: Value) -> None:
        """``receiver.name = value``: a known instance holds it, a router is told, a state notes it."""
        receiver = self.value(target.value)
        setter = implied.stored(receiver, target.attr) if isinstance(receiver, Instance) else None
        self.implied(target, setter)
        if setter is not None:
            return  # whoever reads it asks the property, or the descriptor
        self.store(receiver, target.attr, value)
        if isinstance(receiver, Instance) and isinstance(value, Router) and not value.name:
            value.name = s.dotted(target)

    def store(self, receiver: Value, name: str, value: Value) -> None:
        """What an attribute holds from now on."""
        if isinstance(receiver, Instance):
            before = receiver.attributes.get(name)
            if self.uncertain and before is not None and value is not None:
                value = join((before, value))
            if value != Literal(None) or name not in receiver.attributes:
                receiver.hold(name, value)
        elif isinstance(receiver, Router):
            self.set_on_router(receiver, name, value)
        elif owner := state_of(receiver):
            self.project.states.note(owner, name, value)
            if self.exact and isinstance(receiver, Method):
                receiver.router.attributes[f"state.{name}"] = value


def _is_path(value: Value) -> TypeGuard[Instance]:
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in SAME


def _is_typing(value: Value) -> bool:
    return isinstance(value, External) and value.name.startswith(("typing.", "builtins.", "collections.abc."))


_EXPRESSIONS: dict[type[s.Expr], Callable[[Expressions, Any], Value]] = {
    s.Attribute: Expressions._attribute,
    s.Subscript: Expressions._subscript,
    s.Binary: Expressions._binary,
    s.Joined: Expressions._joined,
    s.Sequence: Expressions._sequence,
    s.Mapping: Expressions._mapping,
    s.Starred: Expressions._starred,
    s.Await: Expressions._await,
    s.Yield: Expressions._yield,
    s.Lambda: Expressions._lambda,
    s.Conditional: Expressions._conditional,
    s.Comprehension: Expressions._comprehension,
    s.Assigned: Expressions._assigned,
    s.Other: Expressions._other,
}
