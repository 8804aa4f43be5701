"""What kind of thing a value is: ``isinstance``, ``issubclass`` and the questions of ``inspect``."""

from __future__ import annotations

import sys

from fastapi_lint.model.domain import Application, Class, Function, Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.routers import APPLICATIONS, ROUTERS
from fastapi_lint.model.meaning.values import (
    Alias,
    Arguments,
    Bound,
    Closure,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Marker,
    OneOf,
    Value,
)

_NO_OBJECTS = (Class, Function, Module, Bound, Closure, Listing, Dictionary, Literal, Marker, Alias)
"""Whatever these are, they are no objects of a class that makes routers, nor of one of the project."""
_DEFINED = (Class, Function, Module, Bound, Closure)
_OF_PYTHON = sys.stdlib_module_names | {"builtins"}
_DATA = frozenset(
    f"builtins.{kind}" for kind in ("dict", "list", "tuple", "set", "frozenset", "str", "int", "float")
)
ENUMS = ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag")


def is_enum(value: Value) -> bool:
    """Whether a value is an enumeration of the project."""
    return isinstance(value, Class) and value.is_a(*ENUMS)


def is_instance(given: Arguments) -> Value:
    """``isinstance(value, kinds)`` where values are what they are, here and now."""
    value, kinds = given.get(0, "obj"), _kinds(given.get(1, "class_or_tuple"))
    answers = [_is_one(value, kind) for kind in kinds]
    if True in answers:
        return Literal(True)
    return None if None in answers or not answers else Literal(False)


def is_surely_instance(given: Arguments) -> Value:
    """The same in a function's body, where an annotation may have told what a value is: of routers and plain data."""
    value = given.get(0, "obj")
    kinds = _kinds(given.get(1, "class_or_tuple"))
    names = [kind.name if isinstance(kind, External) else "" for kind in kinds]
    is_about_routers = isinstance(value, Router) or value == Literal(None)
    if (is_about_routers and ROUTERS.issuperset(names)) or isinstance(
        value, (Literal, Dictionary, *_DEFINED)
    ):
        return is_instance(given) if all(names) else None
    return None


def is_subclass(given: Arguments) -> Value:
    """``issubclass(value, kinds)``, of a class of the project whose bases are all known."""
    value, kinds = given.get(0, "cls"), _kinds(given.get(1, "class_or_tuple"))
    answers = [_is_below(value, kind) for kind in kinds] if isinstance(value, Class) else []
    if True in answers:
        return Literal(True)
    return None if None in answers or not answers else Literal(False)


def is_surely_subclass(given: Arguments) -> Value:
    """The same in a function's body, where a class may stand for those below it."""
    return Literal(True) if is_subclass(given) == Literal(True) else None


def is_class(given: Arguments) -> Value:
    """``inspect.isclass(value)``."""
    value = given.get(0, "object")
    if isinstance(value, (Class, *_NO_OBJECTS, Router, Instance)):
        return Literal(isinstance(value, Class))
    return Literal(False) if is_of_python(value) and not _is_capitalised(value) else None


def is_function(given: Arguments) -> Value:
    """``inspect.isfunction(value)``."""
    value = given.get(0, "object")
    if isinstance(value, (*_NO_OBJECTS, Router, Instance)):
        return Literal(isinstance(value, (Function, Closure)))
    return None


def _kinds(kinds: Value) -> tuple[Value, ...]:
    return kinds.items if isinstance(kinds, Listing) else (kinds,)


def _is_one(value: Value, kind: Value) -> bool | None:
    if isinstance(kind, Class):
        return _is_object_of(value, kind)
    if not isinstance(kind, External):
        return None
    if kind.name in ROUTERS:
        return _is_router(value, kind.name)
    if kind.name == "builtins.type":
        answer = is_class(Arguments([value]))
        return bool(answer.value) if isinstance(answer, Literal) else None
    if isinstance(value, _DEFINED):
        return False if kind.name in _DATA else _is_called(value, kind.name)
    plain = _python_type(value)
    return kind.name == f"builtins.{plain}" if plain and kind.name.startswith("builtins.") else None


def _is_called(value: Value, kind: str) -> bool | None:
    return not isinstance(value, Module) if kind == "collections.abc.Callable" else None


def _is_router(value: Value, kind: str) -> bool | None:
    if isinstance(value, Router):
        if isinstance(value, Application) is not (kind in APPLICATIONS):
            return False
        is_fastapi = kind in ("fastapi.FastAPI", "fastapi.APIRouter") and not value.kind.startswith(
            "starlette."
        )
        return True if is_fastapi or value.kind == kind else None
    if isinstance(value, Instance) and isinstance(value.of, Class):
        return False if _is_all_shown(value.of) else None
    is_foreign = is_of_python(value) or _is_capitalised(value)
    return False if isinstance(value, _NO_OBJECTS) or is_foreign else None


def _is_object_of(value: Value, kind: Class) -> bool | None:
    if isinstance(value, Instance):
        return (isinstance(value.of, Class) and _is_below(value.of, kind)) or None  # perhaps of a subclass
    if isinstance(value, Router):
        return _is_below(value.cls, kind) if value.cls is not None else False
    return False if isinstance(value, _NO_OBJECTS) or is_of_python(value) else None


def _is_below(value: Class, kind: Value) -> bool | None:
    line = (value, *value.ancestors)
    if kind in line or (isinstance(kind, External) and kind.name in line):
        return True
    is_shown = all(None not in one.bases for one in line if isinstance(one, Class))
    return False if is_shown and isinstance(kind, Class) else None


def _is_all_shown(cls: Class) -> bool:
    """Whether all bases of a class are the project's own, Python's or Pydantic's."""
    line = (cls, *cls.ancestors)
    foreign = {one.partition(".")[0] for one in line if isinstance(one, str)}
    return foreign <= {*sys.stdlib_module_names, "builtins", "pydantic"} and not any(
        None in one.bases for one in line if isinstance(one, Class)
    )


def is_of_python(value: Value) -> bool:
    """Whether a value comes from Python's own library, which knows nothing of routers."""
    of = value.of if isinstance(value, Instance) else value
    return isinstance(of, External) and of.name.partition(".")[0] in _OF_PYTHON


def _is_capitalised(value: Value) -> bool:
    """Whether a value is a class of a library, by its name."""
    return isinstance(value, External) and value.name.rpartition(".")[2][:1].isupper()


def _python_type(value: Value) -> str:
    if isinstance(value, Literal):
        return type(value.value).__name__
    return "dict" if isinstance(value, Dictionary) else ""


def some_class(promised: Value) -> Value:
    """A class that is only known to be below another one: good for making an object, and for nothing else."""
    return OneOf((promised,)) if isinstance(promised, (Class, External)) else promised


def is_some_class(annotation: s.Expr | None) -> bool:
    """Whether an annotation is ``type[Base]``, which says no more than that it is a class below that one."""
    if isinstance(annotation, s.Binary):
        return is_some_class(annotation.left) or is_some_class(annotation.right)
    if not isinstance(annotation, s.Subscript):
        return False
    name = s.dotted(annotation.value).rpartition(".")[2]
    return name in ("type", "Type") or (name == "Optional" and is_some_class(annotation.index))
