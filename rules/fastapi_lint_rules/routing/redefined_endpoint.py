"""Two path operations in one module share a function name.

FastAPI registers both functions, so both paths answer. The module, however, has only the second one under
that name: importing it, testing it, `dependency_overrides` and `url_path_for` (which goes by function name)
all see one of the two, and the OpenAPI operation ids differ only by their path.

Versions of a function under `if` and `else` are left alone, and so are names in different classes or
functions, `_`, which says that nobody is to use the name, and `@overload`-like families of which only one is a path operation. There is no fix: which of the two
is to be renamed, and to what, only their author knows.

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

from fastapi_lint import Context, Findings, Function, Location, Module, Rule, Severity

rule = Rule(__name__, "FAPI205", Severity.WARNING, since="0.1")


@rule.on(Module)
def check(module: Module, ctx: Context) -> Findings:
    first: dict[tuple[object, str], Function] = {}
    for _, function in sorted(module.functions.items()):
        routes = [route for route in function.routes if route.is_decorator]
        if not routes or not function.name.strip("_") or any(route.conditional for route in routes):
            continue
        earlier = first.setdefault((function.parent, function.name), function)
        if earlier is not function:
            yield ctx.finding(
                Location(function.path, function.name_span),
                f"`{function.name}` is the name of two path operations in this module: "
                "imports and tests see only this one",
                related=[ctx.related(Location(earlier.path, earlier.name_span), "the first one")],
                help="give each path operation a name of its own",
            )
