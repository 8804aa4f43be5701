"""Dependencies: what a path operation needs, and what that needs in turn."""

from __future__ import annotations

from fastapi_lint.inventory.entries import Need, Place
from fastapi_lint.inventory.inputs import inputs_into
from fastapi_lint.inventory.names import Names
from fastapi_lint.inventory.reading import extent_of, listed, owners, place_of, text_of
from fastapi_lint.model.domain import Class, Dependency, Function, Injected, PathOperation
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.injection import declared
from fastapi_lint.model.knowledge.security import SCHEMES
from fastapi_lint.model.meaning.values import Closure, External, Instance, Listing, Literal, Value


class Needs:
    """Reads dependencies."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._made: dict[Injected, Need] = {}

    def of(self, served: PathOperation) -> tuple[Need, ...]:
        """All dependencies of an operation, in the order in which FastAPI solves them."""
        known = [self._need(injected) for injected in served.dependency_tree]
        found: list[Need] = []
        for owner in owners(served.server, served.route, served.inclusions):
            count = len(declared(owner))
            found += known[:count]
            del known[:count]
            # An item that the source does not show is still one.
            found += [_UNKNOWN] * (len(listed(owner, "dependencies")) - count)
        return (*found, *known)

    def _need(self, injected: Injected) -> Need:
        if injected not in self._made:
            self._made[injected] = self._new(injected)
        return self._made[injected]

    def _new(self, injected: Injected) -> Need:
        dependency = injected.dependency
        function, target = dependency.function, dependency.target
        made = isinstance(target, Class)
        return Need(
            name=self._name(dependency),
            text=_text(dependency),
            is_async=_is_async(target, function),
            is_generator=not made and function is not None and function.is_generator,
            is_cached=dependency.is_always_cached or _is_cached(_option(dependency, "use_cache")),
            scope=_word(_option(dependency, "scope")),
            is_security=dependency.is_security or _is_scheme(target),
            scopes=_scopes(_option(dependency, "scopes")),
            place=_place(target, function),
            extent=extent_of(function) if function is not None else None,
            inputs=inputs_into(injected),
            needs=tuple(map(self._need, injected.dependencies)),
        )

    def _name(self, dependency: Dependency) -> str | None:
        target = dependency.target
        if isinstance(target, Closure) and target.target is None:
            return "<lambda>"
        return self._names.value(target, dependency.marker.call.argument(0, "dependency"))


_UNKNOWN = Need(None, "", None, False, None, None, False, (), None, None, (), ())


def _text(dependency: Dependency) -> str:
    given = dependency.marker.call.argument(0, "dependency")
    if given is not None:
        return text_of(dependency.module, given)
    owner, parameter = dependency.owner, dependency.parameter
    return text_of(owner.module, parameter.annotation) if parameter is not None else ""


def _is_async(target: Value, function: Function | None) -> bool | None:
    """FastAPI makes objects of a class in a thread, whatever its ``__init__``; its own schemes are async."""
    if isinstance(target, Class) or (isinstance(target, Closure) and target.target is None):
        return False
    if isinstance(target, Instance) and function is None:
        return True if _is_scheme(target) else None
    return function.is_async if function is not None else None


def _is_scheme(target: Value) -> bool:
    of = target.of if isinstance(target, Instance) else None
    return of.name in SCHEMES if isinstance(of, External) else isinstance(of, Class) and of.is_a(*SCHEMES)


def _option(dependency: Dependency, name: str) -> tuple[bool, Value]:
    marker = dependency.marker
    expr = marker.call.keyword(name)
    if expr is None:
        return marker.call.is_open, None
    lookup = marker.module.project.types.lookup_in(marker.module)
    return True, Interpreter(marker.module, {}, lookup).value(expr)


def _is_cached(given: tuple[bool, Value]) -> bool | None:
    is_given, value = given
    if not is_given:
        return True
    return bool(value.value) if isinstance(value, Literal) else None


def _word(given: tuple[bool, Value]) -> str | None:
    value = given[1]
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def _scopes(given: tuple[bool, Value]) -> tuple[str | None, ...]:
    is_given, value = given
    items = value.items if isinstance(value, Listing) else (None,) if is_given else ()
    return tuple(str(item.value) if isinstance(item, Literal) else None for item in items)


def _place(target: Value, function: Function | None) -> Place | None:
    defined = target if isinstance(target, Class) else function
    return place_of(defined.module, defined.name_span.start) if defined is not None else None
