"""What the options of a registration say, evaluated where they stand."""

from __future__ import annotations

from fastapi_lint.finding import Location, Span
from fastapi_lint.inventory.entries import Place
from fastapi_lint.model.domain import (
    Class,
    Function,
    Inclusion,
    Kind,
    Module,
    Mount,
    Registered,
    Route,
    Router,
)
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.knowledge.responses import FILTERING_ANNOTATION, RESPONSES
from fastapi_lint.model.meaning.values import Alias, Dictionary, External, Instance, Listing, Literal, Value

Owner = Registered | Router


def text_of(module: Module, expr: s.Expr | None) -> str:
    """An expression as it is written, on one line."""
    return " ".join(module.source.text[expr.start : expr.end].split()) if expr is not None else ""


def place_of(module: Module, offset: int) -> Place:
    """The line of an offset."""
    return Place(module.path, module.source.position(offset)[0])


def extent_of(function: Function) -> Location:
    """A function with its decorators."""
    starts = [decorator.start for decorator in function.syntax.decorators]
    return Location(function.path, Span(min([*starts, function.span.start]), function.span.end))


def option(owner: Owner, name: str) -> tuple[bool, Value]:
    """Whether an option is given, or may be, by an argument that the source does not show; and its value."""
    if owner.call is None:
        return False, None
    expr = owner.call.keyword(name)
    if expr is not None:
        return True, _value(owner, expr)
    handed_on = owner.handed_on if isinstance(owner, Route) else None
    if handed_on is not None:
        return name in handed_on or "" in handed_on, handed_on.get(name)
    for keyword in owner.call.keywords:
        hidden = _value(owner, keyword.value) if not keyword.name else Dictionary(())
        if not isinstance(hidden, Dictionary):
            return True, None
        if name in dict(hidden.items):
            return True, dict(hidden.items)[name]
    return False, None


def listed(owner: Owner, name: str) -> tuple[Value, ...]:
    """The items of a list option; one unknown item for a list that the source does not show."""
    is_given, value = option(owner, name)
    if not is_given or value == Literal(None):
        return ()
    return value.items if isinstance(value, Listing) else (None,)


def own_path(of: Route | Mount) -> str:
    """The path that a registration itself gives, if it is written out."""
    if isinstance(of, Route) and of.template is not None:
        return of.template
    value = _value(of, of.path_argument) if of.path_argument is not None else None
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else ""


def owners(
    server: Router, entry: Route | Mount, inclusions: tuple[Inclusion, ...]
) -> list[Router | Inclusion | Route]:
    """Everything whose tags and dependencies an entry gets, in FastAPI's order."""
    found: list[Router | Inclusion | Route] = [server]
    for inclusion in inclusions:
        found += [inclusion, inclusion.included]
    if isinstance(entry, Route) and entry.is_listed:
        found.remove(entry.router)
    return [*found, entry] if isinstance(entry, Route) else found


def tags_of(some: list[Router | Inclusion | Route]) -> tuple[str | None, ...]:
    """The tags, outermost first; None for one that is unknown."""
    values = (value for owner in some for value in listed(owner, "tags"))
    return tuple(str(value.value) if isinstance(value, Literal) else None for value in values)


def response_model_of(route: Route) -> str | None:
    """The response model as it is written; the name of one class where it comes by way of ``**options``."""
    of, expr = response_expression(route)
    if expr is None:
        _, value = option(route, "response_model")
        return value.name.rpartition(".")[2] if isinstance(value, (Class, External)) else None
    if of is not route and isinstance(expr, s.Constant) and isinstance(expr.value, str):
        return expr.value
    return text_of(of.module, expr)


def response_expression(route: Route) -> tuple[Route | Function | Alias, s.Expr | None]:
    """What says the response model: the argument, or the return annotation where FastAPI reads it; and where."""
    if route.kind is not Kind.HTTP or route.plain:
        return route, None
    is_given, value = option(route, "response_model")
    if is_given and isinstance(value, (Alias, Class, External)) and route.option("response_model") is None:
        return _handed_on(route, value)
    if is_given:
        return route, None if value == Literal(None) else route.option("response_model")
    function = route.function
    if function is None or function.syntax.returns is None or function.is_generator:
        return route, None
    if function.project.targets.fastapi.before(FILTERING_ANNOTATION) or _is_no_model(
        function, function.syntax.returns
    ):
        return route, None
    return function, function.syntax.returns


def _handed_on(route: Route, value: Alias | Class | External) -> tuple[Alias, s.Expr]:
    """A response model that came by way of ``**kwargs``, where it is written."""
    if isinstance(value, External):
        value = Alias(s.Constant(0, 0, value.name.rpartition(".")[2], "str"), route.module)
    if isinstance(value, Class):
        value = Alias(s.Name(value.name_span.start, len(value.name), value.name), value.module)
    return value, value.expr


def _is_no_model(function: Function, annotation: s.Expr) -> bool:
    """``-> None`` and ``-> RedirectResponse``, also in quotes."""
    types = function.project.types
    if isinstance(annotation, s.Constant):
        parsed = types.parse(annotation) if isinstance(annotation.value, str) else None
        return annotation.value is None or (parsed is not None and _is_no_model(function, parsed))
    value = types.resolve(annotation, function.project.scope_of(function))
    value = value.of if isinstance(value, Instance) else value
    if isinstance(value, External):
        return value.name in RESPONSES
    return isinstance(value, Class) and value.is_a(*RESPONSES)


def _value(owner: Owner, expr: s.Expr) -> Value:
    module = owner.module
    lookup = module.project.types.lookup_in(module)
    if owner.within is not None:
        names = module.project.calls.body(owner.within).names
        lookup = Interpreter(module, names, module.project.scope_of(owner.within)).lookup
    return Interpreter(module, {}, lookup).value(expr)
