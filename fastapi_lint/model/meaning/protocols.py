"""Which classes are meant where an annotation names a protocol: those of the project that have its methods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Bound, OneOf, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_MOST = 8
"""More classes than this say nothing."""
_ABSTRACT = frozenset({"abc.abstractmethod", "abstractmethod"})


def implementations(project: Project) -> dict[Class, list[Class]]:
    """The classes behind each protocol that no class names as its base: one, or those that have all of its methods."""
    classes = [
        cls for module in project.modules.values() if not module.is_test for cls in module.classes.values()
    ]
    protocols = {cls: _methods([cls]) for cls in classes if _is_protocol(cls)}
    if not any(protocols.values()):
        return {}
    made = {cls: _methods([cls, *cls.ancestors]) for cls in classes if cls not in protocols}
    named = {base for cls in made for base in cls.ancestors}
    having: dict[str, list[Class]] = {}
    for cls, methods in made.items():
        for name in methods:
            having.setdefault(name, []).append(cls)
    found = {}
    for protocol, wanted in protocols.items():
        if wanted and protocol not in named:
            few = min((having.get(name, []) for name in wanted), key=len)
            fitting = [cls for cls in few if _fits(made[cls], wanted)]
            if len(fitting) <= _MOST:
                found[protocol] = fitting
    return found


def is_guess(protocol: Class, fitting: list[Class]) -> bool:
    """Whether some classes are taken to be meant for one method alone, which they may have by chance."""
    return len(fitting) > 1 and len(_methods([protocol])) == 1


def _is_protocol(cls: Class) -> bool:
    return cls.is_a("typing.Protocol")


def _methods(classes: Iterable[object]) -> dict[str, Function]:
    """The methods that objects have, by name, the nearest first."""
    found: dict[str, Function] = {}
    for cls in classes:
        if isinstance(cls, Class):
            for name, method in cls.methods.items():
                found.setdefault(name, method)
    return found


def _fits(methods: dict[str, Function], wanted: dict[str, Function]) -> bool:
    return all(name in methods and _is_alike(methods[name], method) for name, method in wanted.items())


def _is_alike(method: Function, wanted: Function) -> bool:
    if method.is_async != wanted.is_async or method.is_property != wanted.is_property:
        return False
    return _named(method) == _named(wanted)


def _named(method: Function) -> list[str]:
    """The parameters that callers give a method."""
    names = [param.name for param in method.syntax.params]
    is_static = any(s.dotted(mark) == "staticmethod" for mark in method.syntax.decorators)
    return names if is_static else names[1:]


def does_nothing(function: Function) -> bool:
    """Whether a method is empty: it is not abstract, and raises nothing."""
    raises = any(isinstance(one, s.Raise) for one in function.body)
    return not raises and not _is_abstract(function) and is_stub(function)


def is_stub(function: Function) -> bool:
    """Whether a method only says that subclasses have it."""
    if _is_abstract(function):
        return True
    return all(map(_says_nothing, function.body))


def _says_nothing(statement: s.Stmt) -> bool:
    if type(statement) is s.Evaluate:
        return type(statement.value) is s.Constant
    return type(statement) is s.Raise or (type(statement) is s.Simple and statement.kind == "Pass")


def concrete(target: Value) -> Value:
    """What runs in the place of an abstract method: what the classes below have, tests left out."""
    if not isinstance(target, Bound) or not _is_abstract(target.function):
        return target
    function = target.function
    below = function.project.subclasses.get(function.parent, ()) if isinstance(function.parent, Class) else ()
    found = [cls.methods[function.name] for cls in below if function.name in cls.methods]
    options = [one for one in found if not (one.module.is_test or _is_abstract(one))]
    if len(options) == 1:
        return Bound(options[0], target.receiver)
    return OneOf(tuple(Bound(one, target.receiver) for one in options)) if options else None


def _is_abstract(function: Function) -> bool:
    decorators = function.syntax.decorators
    return bool(decorators) and not _ABSTRACT.isdisjoint(map(s.dotted, decorators))
