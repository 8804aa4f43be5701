"""Two path operations in one module share a function name.

FastAPI registers both functions, so both paths answer. The module, however, has only the second one under
that name: importing it, testing it, `dependency_overrides` and `url_path_for` (which goes by function name)
all see one of the two, and the OpenAPI operation ids differ only by their path.

Versions of a function under `if` and `else` are left alone, and so are names in different classes or
functions.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/users")
    async def users() -> list[str]:
        return []

    @app.post("/users")
    async def users(name: str) -> str:
              ^^^^^ `users` is the name of two path operations in this module: imports and tests see only this one
        return name

Good:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/users")
    async def list_users() -> list[str]:
        return []

    @app.post("/users")
    async def create_user(name: str) -> str:
        return name
"""

from fastapi_lint import Context, Findings, Function, Location, Module, Project, Rule, Severity

rule = Rule(__name__, "FAPI205", Severity.WARNING, since="0.1")


@rule.on(Project)
def check(project: Project, ctx: Context) -> Findings:
    first: dict[tuple[Module, object, str], Function] = {}
    for route in project.routes:
        function = route.function
        if function is None or not route.is_decorator or route.conditional or function.module.is_test:
            continue
        key = (function.module, function.parent, function.name)
        earlier = first.setdefault(key, function)
        if earlier is not function:
            yield ctx.finding(
                Location(function.path, function.name_span),
                f"`{function.name}` is the name of two path operations in this module: "
                "imports and tests see only this one",
                related=[ctx.related(Location(earlier.path, earlier.name_span), "the first one")],
                help="give each path operation a name of its own",
            )
