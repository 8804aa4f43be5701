"""A loop over `app.routes` expects that every item is a route.

From FastAPI 0.137 on, `include_router` keeps the router: `app.routes` holds one object for each included router, between
the routes, and it has no `path`, `name`, `methods` or `endpoint`. The loop ends with "AttributeError: '_IncludedRouter' object has
no attribute 'path'". Before, all routes were copied, and the list was flat.

Loops that ask first (`isinstance`, `hasattr`, `getattr`) or catch errors are left alone, and so are applications that include
no router, whatever is no application or router for sure, and projects that may run on an older FastAPI. There is no
fix: the routes below have to be reached, or skipped, and the documented way to all paths is `app.openapi()`.

Bad:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter()
    app.include_router(router)

    for route in app.routes:
        print(route.path)
              ^^^^^^^^^^ an included router is an item of `app.routes` as well, and has no `path`: the loop fails there

Good:

    from fastapi import APIRouter, FastAPI
    from fastapi.routing import APIRoute

    app = FastAPI()
    router = APIRouter()
    app.include_router(router)

    for route in app.routes:
        if isinstance(route, APIRoute):
            print(route.path)
"""

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from fastapi_lint import Context, Findings, Function, Inclusion, Module, Router, Rule, Severity
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.values import External, Instance, Value

rule = Rule(__name__, "FAPI229", Severity.ERROR, since="0.1")

MISSING = ("path", "name", "methods", "endpoint")
ASKING = ("isinstance", "hasattr", "getattr", "type")
CLASSES = ("fastapi.FastAPI", "fastapi.APIRouter", "fastapi.FastAPI.router")


@rule.on(Module, containing=".routes")
def check_module(module: Module, ctx: Context) -> Findings:
    look = Interpreter(module, {}, ctx.project.types.lookup_in(module))
    yield from check(module.facts.body, look, ctx)


@rule.on(Function, containing=".routes")
def check_function(function: Function, ctx: Context) -> Findings:
    if not function.has(".routes"):
        return
    names = ctx.project.calls.body(function).names
    yield from check(function.body, Interpreter(function.module, names, ctx.project.scope_of(function)), ctx)


def check(statements: Iterable[s.Stmt], look: Interpreter, ctx: Context) -> Findings:
    for target, routes, parts in loops(statements):
        if not ctx.project.includes_live or not holds_routers(look.value(routes.value), ctx):
            continue
        nodes = [node for part in parts for node in s.walk(part)]
        if any(isinstance(node, (s.Try, s.Name)) and is_asking(node) for node in nodes):
            continue
        read = (node for node in nodes if isinstance(node, s.Attribute) and node.attr in MISSING)
        first = next((node for node in read if s.dotted(node.value) == target), None)
        if first is not None:
            yield ctx.finding(
                first,
                f"an included router is an item of `{s.dotted(routes)}` as well, and has no `{first.attr}`: "
                "the loop fails there",
                help="ask for `isinstance(…, APIRoute)` first, and go into what is included",
                related=[ctx.related(routes, "the loop")],
            )


def loops(statements: Iterable[s.Stmt]) -> Iterator[tuple[str, s.Attribute, tuple[s.Syntax, ...]]]:
    """The loops over something's `.routes`: the variable, what is looped over, and what is done with it."""
    for statement in statements:
        for node in s.walk(statement):
            if isinstance(node, s.For) and isinstance(node.target, s.Name) and is_routes(node.iter):
                yield node.target.id, node.iter, node.body
            elif isinstance(node, s.Comprehension) and len(node.generators) == 1:
                (one,) = node.generators
                if isinstance(one.target, s.Name) and is_routes(one.iter):
                    yield one.target.id, one.iter, (*one.conditions, *node.elements)


def is_routes(expr: s.Expr) -> TypeGuard[s.Attribute]:
    return isinstance(expr, s.Attribute) and expr.attr == "routes"


def is_asking(node: s.Syntax) -> bool:
    return isinstance(node, s.Try) or (isinstance(node, s.Name) and node.id in ASKING)


def holds_routers(value: Value, ctx: Context) -> bool:
    """Whether it is an application or a router, by construction or annotation, that includes another one."""
    if isinstance(value, Router):
        return any(isinstance(entry, Inclusion) and not entry.conditional for entry in value.entries)
    of = value.of if isinstance(value, Instance) else value
    if not isinstance(of, External) or of.name not in CLASSES:
        return False
    served = [app for app in ctx.project.applications if not app.module.is_test]
    return bool(served) and all(any(isinstance(e, Inclusion) for e in app.entries) for app in served)
