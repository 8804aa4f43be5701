"""A dependency that outlives the response depends on one that does not.

A dependency with `yield` runs its last part after the response is sent. One that is asked for with `scope="function"` (from
FastAPI 0.121 on) runs it before. What lives longer cannot use what is gone by then, and FastAPI says so: "DependencyScopeError:
The dependency \"get_repository\" has a scope of \"request\", it cannot depend on dependencies with scope \"function\"", while
the module is imported.

A dependency without `yield` has no last part, and may use either. What the source does not show is left alone. There is no
fix: either both end early or both end late, and which is right, only their author knows.

Bad:

    from collections.abc import Iterator
    from typing import Annotated

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_session() -> Iterator[str]:
        yield "session"

    def get_repository(session: Annotated[str, Depends(get_session, scope="function")]) -> Iterator[str]:
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this dependency ends before the response, and `get_repository` goes on after it: the application does not start
        yield session

    @app.get("/items")
    def read_items(repository: Annotated[str, Depends(get_repository)]) -> str:
        return repository

Good:

    from collections.abc import Iterator
    from typing import Annotated

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_session() -> Iterator[str]:
        yield "session"

    def get_repository(session: Annotated[str, Depends(get_session)]) -> Iterator[str]:
        yield session

    @app.get("/items")
    def read_items(repository: Annotated[str, Depends(get_repository)]) -> str:
        return repository
"""

from fastapi_lint import Context, Dependency, Findings, Rule, Severity
from fastapi_lint.model.inputs.injection import dependencies_of

rule = Rule(__name__, "FAPI412", Severity.ERROR, since="0.1")


@rule.on(Dependency)
def check(dependency: Dependency, ctx: Context) -> Findings:
    function = dependency.function
    if function is None or not dependency.is_yield or dependency.scope != "request":
        return
    if dependency.marker.call.is_open or not function.keeps_signature:
        return
    for inner in dependencies_of(function):
        if inner.scope == "function":
            yield ctx.finding(
                inner,
                f"this dependency ends before the response, and `{function.name}` goes on after it: "
                "the application does not start",
                help='give both the same scope: `scope="function"` where the outer one is asked for, or neither',
                related=[ctx.related(dependency, "asked for here, to end after the response")],
            )
