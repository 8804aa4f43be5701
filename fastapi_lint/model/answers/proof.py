"""Proof: the model that an expression gives, whatever happens, spelled as the module itself spells it."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.defaults import MARKING
from fastapi_lint.model.inputs.injection import marker_of
from fastapi_lint.model.inputs.schemas import is_orm, kind_of

_DEPTH = 6
_VALIDATING = frozenset(
    {"model_validate", "model_validate_json", "model_construct", "parse_obj", "parse_raw", "from_orm"}
)


def spelling(function: Function, expr: s.Expr | None) -> str:
    """``Item`` or ``list[Item]`` where ``expr``, in a function's body, can be nothing else; else empty."""
    return _Speller(function).spelling(expr)


class _Speller:
    """Follows constructors, parameters and variables that are assigned once."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.names = function.project.calls.body(function).names

    def spelling(self, expr: s.Expr | None, depth: int = 0) -> str:
        """``Item`` or ``list[Item]`` where ``expr`` can be nothing else, as the module writes the name."""
        if depth > _DEPTH:
            return ""
        if isinstance(expr, s.Call):
            return self._made(expr)
        if isinstance(expr, s.Name):
            return self._held(expr.id, depth)
        item: str | None = None
        if isinstance(expr, s.Sequence) and expr.kind == "list":
            spellings = {self.spelling(item, depth + 1) for item in expr.items}
            item = spellings.pop() if len(spellings) == 1 else ""
        elif isinstance(expr, s.Comprehension) and expr.kind == "list":
            item = self.spelling(expr.elements[0], depth + 1)
        return f"list[{item}]" if item and "[" not in item else ""

    def _made(self, call: s.Call) -> str:
        """``Item(…)`` and ``Item.model_validate(…)``."""
        func = call.func
        if isinstance(func, s.Attribute) and func.attr in _VALIDATING:
            func = func.value
        return self._named(func)

    def _named(self, expr: s.Expr) -> str:
        """The dotted name of a schema that can be used in the function's own signature."""
        name, module = s.dotted(expr), self.function.module
        types = self.function.project.types
        cls = types.resolve(expr, types.lookup_in(module)) if name else None
        if (
            not isinstance(cls, Class)
            or not kind_of(cls)
            or is_orm(cls)
            or name.partition(".")[0] in self.names
        ):
            return ""
        is_later = cls.module is module and cls.syntax.start > self.function.syntax.start
        is_generic = any(isinstance(base, s.Subscript) for base in cls.syntax.bases)
        return "" if is_later or is_generic else name

    def _held(self, name: str, depth: int) -> str:
        """A variable that is assigned once, or a parameter that is not assigned at all."""
        assigned = [node for statement in self.function.body for node in bindings(statement, name)]
        param = next((param for param in self.function.syntax.params if param.name == name), None)
        if param is not None and not assigned:
            return self._validated(param)
        if param is None and len(assigned) == 1 and isinstance(assigned[0], s.Assign):
            only = assigned[0]
            is_whole = len(only.targets) == 1 and isinstance(only.targets[0], s.Name)
            return self.spelling(only.value, depth + 1) if is_whole else ""
        return ""

    def _validated(self, param: s.Param) -> str:
        """A parameter that FastAPI fills from the request, with an object of its type."""
        annotation = param.annotation
        marker = marker_of(self.function, param)
        if (
            annotation is None
            or param.default is not None
            or (marker is not None and marker.name not in MARKING)
        ):
            return ""
        if (
            marker is not None
            and isinstance(annotation, s.Subscript)
            and isinstance(annotation.index, s.Sequence)
        ):
            annotation = annotation.index.items[0]
        return self._named(annotation)


_BINDING = frozenset(
    (
        *(s.Assign, s.With, s.Delete, s.For, s.AugAssign, s.Assigned),
        *(s.Declare, s.Handler, s.Imported, s.FunctionDef, s.ClassDef, s.Match),
    )
)


def bindings(statement: s.Stmt, name: str) -> Iterator[s.Syntax]:
    """Every statement or expression below that may give ``name`` another value."""
    for node in s.of_kinds((statement,), _BINDING):
        if isinstance(node, s.Assign):
            targets: tuple[s.Expr | None, ...] = node.targets
        elif isinstance(node, (s.With, s.Delete)):
            targets = node.targets
        elif isinstance(node, (s.For, s.AugAssign, s.Assigned)):
            targets = (node.target,)
        else:
            names = node.names if isinstance(node, s.Declare) else (getattr(node, "name", name),)
            if name in names:
                yield node
            continue
        if any(isinstance(part, s.Name) and part.id == name for t in targets if t for part in _stored(t)):
            yield node


def _stored(target: s.Expr) -> Iterator[s.Expr]:
    if isinstance(target, s.Sequence):
        for item in target.items:
            yield from _stored(item)
    elif isinstance(target, s.Starred):
        yield from _stored(target.value)
    else:
        yield target
