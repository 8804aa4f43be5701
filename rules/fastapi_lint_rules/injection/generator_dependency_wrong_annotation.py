"""A dependency with `yield` is annotated with what it yields.

Calling a generator function returns a generator. `async def get_session() -> AsyncSession:` with a `yield`
claims that calling it gives a session: type checkers refuse the function, believe every other caller that
gets a wrong type from it, and readers miss that there is a part behind the `yield`.

`Iterator`, `Generator`, `Iterable` and their `Async` forms are right, with and without arguments, also behind
an alias, and so are `Any` and `object`. Names that cannot be resolved are left alone, functions without an
annotation as well.

The fix wraps the annotation in `Iterator[…]` or `AsyncIterator[…]`. It is safe: FastAPI does not read the return
annotation of a dependency.

Bad:

    from typing import Annotated

    from fastapi import Depends, FastAPI

    app = FastAPI()

    class Session: ...

    async def get_session() -> Session:
              ^^^^^^^^^^^ `get_session` is a generator: it returns an `AsyncIterator` and no `Session`
        yield Session()

    @app.get("/")
    async def read(session: Annotated[Session, Depends(get_session)]) -> str:
        return type(session).__name__

Good:

    from collections.abc import AsyncIterator
    from typing import Annotated

    from fastapi import Depends, FastAPI

    app = FastAPI()

    class Session: ...

    async def get_session() -> AsyncIterator[Session]:
        yield Session()

    @app.get("/")
    async def read(session: Annotated[Session, Depends(get_session)]) -> str:
        return type(session).__name__
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Function, Location, Rule, Severity
from fastapi_lint.model.domain import Role
from fastapi_lint.model.inputs.yielding import is_value_yielded, promises_other_than_generator

rule = Rule(__name__, "FAPI407", Severity.WARNING, since="0.1")


@rule.on(Function, roles={Role.DEPENDENCY})
def check(function: Function, ctx: Context) -> Findings:
    annotation = function.syntax.returns
    if annotation is None or not function.is_generator:
        return
    if promises_other_than_generator(function):
        yield ctx.finding(
            Location(function.path, function.name_span),
            f"`{function.name}` is a generator: it returns an `{_kind(function)}` and no `{ctx.text(annotation)}`",
            help=f"annotate it with `{_kind(function)}[…]` of what it yields",
            related=[ctx.related(annotation, "this is what it yields")],
            fix=_wrap(function, ctx),
        )


def _kind(function: Function) -> str:
    return "AsyncIterator" if function.is_async else "Iterator"


def _wrap(function: Function, ctx: Context) -> Fix | None:
    annotation = function.syntax.returns
    if annotation is None or (ctx.text(annotation).strip("\"'") == "None" and is_value_yielded(function)):
        return None
    module = "collections.abc" if ctx.targets.python.at_least("3.9") else "typing"
    imported = ctx.import_(module, _kind(function))
    edit = ctx.replace(annotation, f"{imported.name}[{ctx.text(annotation)}]")
    return ctx.fix(
        f"annotate it with `{_kind(function)}`", edit, applicability=Applicability.SAFE, imports=[imported]
    )
