"""Code of the service layer raises `HTTPException`.

A service that knows about status codes can only be used from HTTP: a worker, a command line or a test that calls it gets
an exception that means nothing there, and two endpoints cannot answer the same failure differently. An exception of
one's own, turned into a response by one exception handler, says what went wrong and leaves the status to the edge.

A file counts by its name or its folder (`service.py`, `crud.py`, `users_service.py`, `repositories/users.py`), a method
by its class (`UserService`, `UserRepository`). Files that register routes, dependencies, middleware and exception
handlers are left alone wherever they stand. A function is reported once, at its first `raise`.

There is no fix: the exception, and its handler, are yours to name.

Options: `modules`, the names of files and folders that make the service layer; `classes`, the ends of class names.

Bad:

    -- users/service.py --
    from fastapi import HTTPException

    def find_name(user_id: int) -> str:
        if user_id != 1:
            raise HTTPException(status_code=404, detail="no such user")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `find_name` raises `HTTPException` in the service layer: it can only be used from HTTP
        return "ada"

Good:

    -- users/service.py --
    class UserNotFound(Exception):
        pass

    def find_name(user_id: int) -> str:
        if user_id != 1:
            raise UserNotFound(user_id)
        return "ada"
"""

from functools import cache
from posixpath import basename, dirname

from fastapi_lint import Class, Context, Findings, Function, Options, Rule, Severity
from fastapi_lint.model.following.flow import catcher, raises_http, statements


class Layers(Options, frozen=True):
    """Where the service layer is."""

    modules: tuple[str, ...] = (
        "service", "services", "repository", "repositories", "repo", "repos", "crud", "domain", "usecase", "usecases", "use_cases",
    )  # fmt: skip
    """Names of files and folders; `user_service.py` counts as `service`."""
    classes: tuple[str, ...] = ("Service", "Repository", "UseCase")
    """Ends of the names of classes."""


rule = Rule(__name__, "FAPI806", Severity.WARNING, since="0.1", options=Layers)


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    if (
        function.roles
        or not _is_service(function, ctx.options)
        or not function.has("raise")
        or ctx.project.registers_routes(function.module)
    ):
        return
    found = [
        statement
        for statement, around in statements(function)
        if raises_http(function, statement) and catcher(function, around) is None
    ]
    for statement in found[:1]:
        yield ctx.finding(
            statement,
            f"`{function.name}` raises `HTTPException` in the service layer: it can only be used from HTTP",
            help="raise an exception of your own, and register an exception handler for it",
            related=[ctx.related(more, "and here") for more in found[1:]],
        )


def _is_service(function: Function, layers: Layers) -> bool:
    parent: Function | Class | None = function.parent
    while parent is not None:
        if isinstance(parent, Class) and parent.name.endswith(layers.classes):
            return True
        parent = parent.parent
    return _is_of_layer(function.path.removeprefix(function.project.root), layers)


@cache
def _is_of_layer(path: str, layers: Layers) -> bool:
    """Whether a file is of the service layer, by its path below the root: asked for each function in it."""
    path = path.lstrip("/")
    stem, folder = basename(path).removesuffix(".py"), basename(dirname(path))
    if stem in ("dependencies", "deps", "router", "routes", "routers", "api", "views"):
        return False
    return folder in layers.modules or any(
        stem == name or stem.endswith(f"_{name}") for name in layers.modules
    )
