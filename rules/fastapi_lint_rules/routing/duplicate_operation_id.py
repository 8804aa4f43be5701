"""Two path operations of one application have the same operation id.

OpenAPI demands unique ids. FastAPI says "Duplicate Operation ID" as a `UserWarning` when the schema is made, where nobody
reads it; generators of clients then overwrite one method with the other, or stop.

It happens with the same `operation_id=` in two routers, with a router that is included twice, with two decorators on one
function, and with several methods in one route: they share the given id, and without one the generated id, which is
only an information, as is a router that is included twice.

Left alone is what `include_in_schema=False` hides, ids that the source does not show, routes under a condition, and generated
ids where a `generate_unique_id_function` is given. There is no fix: the id is part of the API.

Bad:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="/v2")

    @app.get("/items", operation_id="read_items")
    def read_items() -> list[str]:
        return []

    @router.get("/items", operation_id="read_items")
                                       ^^^^^^^^^^^^ the operation id `read_items` is taken by `GET /items`: generated clients lose one of the two
    def read_new_items() -> list[str]:
        return []

    app.include_router(router)

Good:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="/v2")

    @app.get("/items", operation_id="read_items")
    def read_items() -> list[str]:
        return []

    @router.get("/items", operation_id="read_new_items")
    def read_new_items() -> list[str]:
        return []

    app.include_router(router)
"""

from collections.abc import Iterator

from fastapi_lint import Application, Context, Findings, PathOperation, Route, Rule, Severity
from fastapi_lint.model.domain import Kind
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI228", Severity.WARNING, since="0.1")

_OPTION = "generate_unique_id_function"


@rule.on(Application)
def check_application(application: Application, ctx: Context) -> Findings:
    first: dict[str, PathOperation] = {}
    for operation in documented(application):
        shown = operation.route.option("operation_id")
        if not isinstance(shown, s.Constant) or not isinstance(shown.value, str):
            continue
        earlier = first.setdefault(shown.value, operation)
        if earlier is operation or (earlier.path == operation.path and earlier.methods == operation.methods):
            continue  # the very same path is shadowed, which `duplicate-route` says
        yield ctx.finding(
            ctx.at(operation.route.path, shown),
            f"the operation id `{shown.value}` is taken by `{earlier.display}`: generated clients lose one of the two",
            help="give each path operation an id of its own",
            related=[ctx.related(earlier.place, "the other one")],
            severity=Severity.INFO if earlier.route is operation.route else None,
        )


@rule.on(Route)
def check_methods(route: Route, ctx: Context) -> Findings:
    shown, given = route.option("methods"), route.option("operation_id")
    if shown is None or len(route.methods) < 2 or not is_documented(route) or route.call.is_open:
        return
    operations = [one for one in route.operations if isinstance(one.server, Application)]
    if not operations or (given is None and any(map(has_own_ids, operations))):
        return
    yield ctx.finding(
        shown,
        f"the methods of `{route.display}` share one operation id: generated clients lose all but one",
        help="register the function once for each method, each with an `operation_id`",
        severity=Severity.INFO if given is None else None,
    )


def documented(application: Application) -> Iterator[PathOperation]:
    """What its OpenAPI schema has, as far as that is certain."""
    for operation in application.operations:
        if (
            isinstance(operation, PathOperation)
            and not operation.conditional
            and is_documented(operation.route)
        ):
            yield operation


def is_documented(route: Route) -> bool:
    return route.kind is Kind.HTTP and not route.plain and not route.is_hidden and not route.conditional


def has_own_ids(operation: PathOperation) -> bool:
    """Whether a function of the project makes the ids."""
    owners = (operation.route.router, operation.server, *(one.included for one in operation.inclusions))
    given = [owner.option(_OPTION) for owner in owners]
    given += [one.call.keyword(_OPTION) for one in (operation.route, *operation.inclusions)]
    is_open = any(owner.call is None or owner.call.is_open or owner.cls is not None for owner in owners)
    return is_open or any(one is not None for one in given)
