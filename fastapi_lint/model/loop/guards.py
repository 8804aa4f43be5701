"""Guards: whether a part of a function runs for the constants that a call gives it.

``f(sync=False)`` does not run what stands under ``if sync:``, and whoever calls ``get_secret("KEY")`` has decided the
branches of ``if name.startswith("oidc/"):``. What is not passed to ``**kwargs`` is not in there. Where a constant
decides, and the source does not show how, nothing is certain; but for ``if kind not in KINDS: raise``, as nobody
writes a constant to have it refused.

Some things are known without a call: see ``surroundings``.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.plain import ORDER
from fastapi_lint.model.loop import surroundings
from fastapi_lint.model.loop.branches import around
from fastapi_lint.model.loop.constants import VARIES, First, Member, are_alike, member
from fastapi_lint.model.loop.first import BINDING, bound_names, known_at, targets

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "Is": operator.is_,
    "IsNot": operator.is_not,
    **ORDER,
    "In": lambda left, right: left in right,
    "NotIn": lambda left, right: left not in right,
}
_DECIDING = BINDING | {s.If, s.Match, s.Call}


class Verdict(Enum):
    """How a test ends."""

    TRUE = True
    FALSE = False
    OPEN = "open"
    """It does not ask for what the call gives."""
    UNKNOWN = "unknown"
    """It does, and the source does not show the answer."""


def deciding(function: Function) -> tuple[tuple[str, bool], ...]:
    """The parameters that a function's tests ask for, or that it passes on; True for those never bound again."""
    names = {param.name for param in function.syntax.params}
    if not names:
        return ()
    asked, bound = set[str](), set[str]()
    for node in s.of_kinds(function.body, _DECIDING):
        kind = type(node)
        if kind is s.If:
            asked.update(_names(node.test))
        elif kind is s.Match:
            asked.update(_names(node.subject))
        elif kind is s.Call:
            asked.update(_passed(node))
        else:
            bound |= bound_names(node)
    asked = names if function.syntax.nests else asked  # the functions inside may ask as well
    return tuple((name, name not in bound) for name in sorted(names & asked))


def _passed(call: s.Call) -> Iterator[str]:
    """The names that a call passes on as they are."""
    for arg in call.args:
        if type(arg) is s.Name:
            yield arg.id
    for keyword in call.keywords:
        if type(keyword.value) is s.Name:
            yield keyword.value.id


class Taken(NamedTuple):
    """A name that a function binds, once, to what it finds in its ``**kwargs``, and asks for in a test."""

    name: str
    key: str
    default: object
    """What it is when nobody passes ``key``; ``VARIES`` where the source does not show that."""


def taken(function: Function) -> tuple[Taken, ...]:
    """What a function's tests ask of its ``**kwargs``: ``mode = kwargs.get("mode")``, and then ``if mode:``."""
    rest = next((param.name for param in function.syntax.params if param.kind == "kwargs"), "")
    if not rest:
        return ()
    nodes = [node for statement in function.body for node in s.walk(statement)]
    asked = {name for node in nodes if isinstance(node, s.If) for name in _names(node.test)}
    bound = Counter(name for node in nodes for name in _bound(node))
    stored = [key for node in nodes for key in _stored(node, rest)]
    found = []
    for node in nodes:
        if isinstance(node, s.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], s.Name):
            name, key = node.targets[0].id, _looked_up(node.value, rest)
            if key and name in asked and bound[name] == 1 and not bound[rest]:
                is_stored = any(one.value == key and one.start < node.start for one in stored)
                found.append(Taken(name, key, VARIES if is_stored else _default(node.value)))
    return tuple(found)


def _looked_up(expr: s.Expr | None, mapping: str) -> str:
    """The key that ``mapping.get(key, …)`` or ``mapping.pop(key, …)`` looks for."""
    if isinstance(expr, s.Call) and s.dotted(expr.func) in (f"{mapping}.get", f"{mapping}.pop") and expr.args:
        key = expr.args[0]
        return key.value if isinstance(key, s.Constant) and isinstance(key.value, str) else ""
    return ""


def _default(lookup: s.Expr | None) -> object:
    if not isinstance(lookup, s.Call) or lookup.keywords or len(lookup.args) != 2:
        return None if isinstance(lookup, s.Call) and len(lookup.args) == 1 else VARIES
    try:
        return _value(lookup.args[1], {})
    except LookupError:
        return VARIES


def _stored(node: s.Syntax, mapping: str) -> Iterator[s.Constant]:
    """The keys that a function puts into a mapping itself."""
    for target in targets(node):
        if isinstance(target, s.Subscript) and isinstance(target.index, s.Constant):
            yield from [target.index] if s.dotted(target.value) == mapping else []


def _bound(node: s.Syntax) -> Iterator[str]:
    """The names that a statement binds; what it stores in them is another matter."""
    pending: list[s.Expr] = []
    if isinstance(node, s.Assign):
        pending = list(node.targets)
    elif isinstance(node, (s.AugAssign, s.For, s.Assigned)):
        pending = [node.target]
    while pending:
        target = pending.pop()
        if isinstance(target, s.Name):
            yield target.id
        elif isinstance(target, s.Sequence):
            pending.extend(target.items)
        elif isinstance(target, s.Starred):
            pending.append(target.value)


class Guards:
    """The tests of a function, for one set of values of some parameters: each is decided once."""

    def __init__(self, function: Function, given: Mapping[str, object]) -> None:
        self.function = function
        self.given = given
        self.is_open = not given and not function.asks_surroundings
        """Whether nothing is known, so that everything may run."""
        self._verdicts: dict[int, Verdict] = {}

    def may_run(self, expr: s.Expr) -> bool:
        """Whether an expression of the body may run."""
        return self.is_open or all(
            self._allows(test, branch, refuses) for test, branch, refuses in around(self.function, expr)
        )

    def _allows(self, test: s.Expr, branch: bool, refuses: bool) -> bool:
        verdict = self._verdicts.get(id(test))
        if verdict is None:
            verdict = self._verdicts[id(test)] = self._decided(test)
        if verdict in (Verdict.OPEN, Verdict(branch)):
            return True
        return refuses and verdict is Verdict.UNKNOWN and not surroundings.asks_for(test)

    def _decided(self, test: s.Expr) -> Verdict:
        known = self.given
        if self.function.asks_surroundings:
            known = {**surroundings.names(self.function, set(_names(test))), **known}
        return decide(test, known_at(self.function, test, known))


def may_run(function: Function, expr: s.Expr, given: Mapping[str, object]) -> bool:
    """Whether an expression of a function's body may run when some parameters have these values."""
    return Guards(function, given).may_run(expr)


def decide(test: s.Expr, known: Mapping[str, object]) -> Verdict:
    """How a test ends for these values."""
    if not any(name in known for name in _names(test)) and not surroundings.asks_for(test):
        return Verdict.OPEN
    if isinstance(test, s.Other) and test.kind == "Not":
        verdict = decide(test.parts[0], known)
        return Verdict(not verdict.value) if isinstance(verdict.value, bool) else verdict
    if isinstance(test, s.Binary) and test.op in ("And", "Or"):
        sides = {decide(test.left, known), decide(test.right, known)}
        strong = Verdict(test.op == "Or")
        order = (strong, Verdict.UNKNOWN, Verdict.OPEN, Verdict(test.op == "And"))
        return next(verdict for verdict in order if verdict in sides)
    try:
        value = _value(test, known)
        return Verdict.OPEN if isinstance(value, Member) else Verdict(bool(value))
    except (LookupError, TypeError):
        is_open = all(_says_little(known[name]) for name in _names(test) if name in known)
        return Verdict.OPEN if is_open and not surroundings.asks_for(test) else Verdict.UNKNOWN


def _says_little(value: object) -> bool:
    """Whether a value is one that only some tests ask for: the loop itself, a member of an enumeration."""
    return value is surroundings.LOOP or isinstance(value, Member)


def _value(expr: s.Expr, known: Mapping[str, object]) -> Any:
    """What an expression of constants gives; raises LookupError for what is none."""
    if isinstance(expr, s.Constant) and expr.is_known:
        return expr.value
    if isinstance(expr, s.Name):
        value = known.get(expr.id, VARIES)
        if value is not VARIES and not isinstance(value, First):
            return value
    surrounding = surroundings.known(expr)
    if surrounding is not None:
        return surrounding
    if (named := member(expr)) is not None:
        return named
    if isinstance(expr, s.Sequence):
        return tuple(_value(item, known) for item in expr.items)
    if isinstance(expr, s.Other) and expr.kind == "Compare" and len(expr.parts) == 2:
        left, right = (_value(part, known) for part in expr.parts)
        if expr.words[0] not in ("Is", "IsNot") and not are_alike(left, right):
            raise LookupError(expr)
        return _COMPARED[expr.words[0]](left, right)
    if isinstance(expr, s.Call) and isinstance(expr.func, s.Attribute) and not expr.keywords:
        owner, given = _value(expr.func.value, known), [_value(arg, known) for arg in expr.args]
        if isinstance(owner, str) and expr.func.attr in ("startswith", "endswith", "lower", "strip"):
            return getattr(owner, expr.func.attr)(*given)
    raise LookupError(expr)


def _names(expr: s.Expr) -> Iterator[str]:
    return (node.id for node in s.walk(expr) if isinstance(node, s.Name))
