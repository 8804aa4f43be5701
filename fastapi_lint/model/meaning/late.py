"""What objects hold that other methods than ``__init__`` set: ``def connect(self): self.client = Redis()``.

What ``__init__`` sets is known when an object is made, but for what only later shows: what its parameters hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.values import Literal, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_SET = re.compile(r"\b(?:self|cls)\.\w+\s*(?::[^=\n]+)?=(?!=)|\bdef __new__\(")
_MAY_SET = re.compile(r"\.(?=(\w+))\1\s*(?::[^=\n]+)?=(?!=)")
"""What a text has to hold for that, which is told ten times as quickly."""
_ELSEWHERE = re.compile(r"\.(?=(\w+))\1 ?[-+*/|&]?=[^=]")
"""What may set an attribute, of whatever it may be. The name is not tried again in parts."""
_NAMES = frozenset({"self", "cls"})
_SETTING = frozenset((s.Assign, s.AugAssign, s.For, s.With))


def set_elsewhere(text: str) -> Iterator[str]:
    """The attributes that a piece of source sets of something else than ``self``, or its class."""
    for match in _ELSEWHERE.finditer(text):
        before = text[max(match.start() - 5, 0) : match.start()]
        if before[-4:] != "self" and before[-3:] != "cls":
            yield match[1]


def sets_own(text: str) -> bool:
    """Whether a piece of source may set an attribute of ``self``, or of its class."""
    return _SET.search(text) is not None


class Late:
    """Attributes by class and name: known where everything that methods set them to is the same."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._setters: dict[Class, dict[str, list[tuple[Function, s.Expr | None]]]] = {}
        self._values: dict[tuple[Class, str], Value] = {}

    def get(self, cls: Class, name: str) -> Value:
        """What ``self.<name>`` is in an object of ``cls``; a None that stands for later does not count."""
        if not self.project.is_linked:
            return None
        key = (cls, name)
        if key not in self._values:
            self._values[key] = None  # a value that is made of itself
            cut = self.project.types.cut
            value = self._values[key] = self._joined(cls, name)
            if value is None and self.project.types.is_cut_since(cut):
                del self._values[key]
                return None
        return self._values[key]

    def has_rivals(self, method: Function, target: s.Attribute) -> bool:
        """Whether a method sets an attribute of ``self`` that another one may have set to something else."""
        if not isinstance(target.value, s.Name) or target.value.id != "self":
            return False
        if not isinstance(method.parent, Class) or method.name == "__init__" or not self.project.is_linked:
            return False
        setters = self._of(method.parent).get(target.attr, ())
        return sum(setter.name != "__init__" for setter, _ in setters) > 1

    def changes(self, cls: Class, name: str) -> bool:
        """Whether an attribute of a class or its objects may become another than it starts as: then it decides nothing.

        Other methods than ``__init__`` set it, other code does, or a class below has another one.
        """
        return (
            name in self._set_elsewhere
            or any(setter.name != "__init__" for setter, _ in self.setters(cls, name))
            or any(
                name in below.attributes or name in self._of(below)
                for below in self.project.types.attributes.below.get(cls, ())
            )
        )

    @cached_property
    def _set_elsewhere(self) -> frozenset[str]:
        modules = (module for module in self.project.modules.values() if not module.is_test)
        return frozenset(name for module in modules for name in set_elsewhere(module.source.text))

    def setters(self, cls: Class, name: str) -> list[tuple[Function, s.Expr | None]]:
        """The methods that set an attribute, with what they set it to."""
        owners = (owner for owner in (cls, *cls.ancestors) if isinstance(owner, Class))
        return [setter for owner in owners for setter in self._of(owner).get(name, ())]

    def _joined(self, cls: Class, name: str) -> Value:
        setters = [*self.setters(cls, name), *self.project.outside.setters(cls, name)]
        found = join(self._value(method, expr) for method, expr in setters)
        return found if found != Literal(None) else None

    def _value(self, method: Function, expr: s.Expr | None) -> Value:
        if expr is None:
            return None
        if isinstance(expr, s.Constant) and expr.kind == "NoneType":
            return Literal(None)  # without following the method, which may use what is asked for
        names = dict(self.project.calls.body(method).names)
        return Interpreter(method.module, names, self.project.scope_of(method), method).value(expr)

    def _of(self, cls: Class) -> dict[str, list[tuple[Function, s.Expr | None]]]:
        """The attributes that methods of a class set, with what they set them to; None for more than one value."""
        if cls not in self._setters:
            found = self._setters[cls] = {}
            text = cls.module.source.text
            for method in cls.methods.values():
                span = method.syntax.start, method.syntax.end
                if (method.name == "__new__" or _MAY_SET.search(text, *span)) and _SET.search(text, *span):
                    for name, expr in _set(method):
                        found.setdefault(name, []).append((method, expr))
        return self._setters[cls]


def _set(method: Function) -> list[tuple[str, s.Expr | None]]:
    found: list[tuple[str, s.Expr | None]] = []
    nodes = s.of_kinds(method.body, _SETTING)
    own = _NAMES | _made(nodes) if method.name == "__new__" else _NAMES
    for node in nodes:
        if isinstance(node, s.Assign):
            if node.value is None:
                continue
            for target in node.targets:
                whole = isinstance(target, s.Attribute)
                found += [(name, node.value if whole else None) for name in _attributes(target, own)]
        elif isinstance(node, (s.For, s.AugAssign)):
            found += [(name, None) for name in _attributes(node.target, own)]
        elif isinstance(node, s.With):
            found += [(name, None) for target in node.targets if target for name in _attributes(target, own)]
    return found


def _made(nodes: Iterable[s.Syntax]) -> frozenset[str]:
    """What ``__new__`` calls the object that it makes: ``made``, or ``cls._instance``."""
    return frozenset(
        s.dotted(target)
        for node in nodes
        if isinstance(node, s.Assign) and isinstance(node.value, s.Call)
        if isinstance(node.value.func, s.Attribute) and node.value.func.attr == "__new__"
        for target in node.targets
    )


def _attributes(target: s.Expr, own: Set[str]) -> list[str]:
    """The attributes in a target of what ``own`` names."""
    return [
        node.attr for node in s.walk(target) if isinstance(node, s.Attribute) and s.dotted(node.value) in own
    ]
