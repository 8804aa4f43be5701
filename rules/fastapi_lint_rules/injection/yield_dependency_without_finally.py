"""A dependency with `yield` cleans up behind the `yield`, and not in a `finally`.

When the endpoint raises, an `HTTPException` as well, FastAPI throws it into the generator at the `yield`:
what follows is skipped. Every failing request then leaks its session, file or lock, until the pool is
empty and the application stands still.

Reported is only what looks like cleaning up: a call of something like `close`, `release`, `rollback`, `reset`,
`remove`, or counting down. A `commit` or a log line behind the `yield` is for success. A `with` around the
`yield` cleans up by itself, and a `try` with a `finally` or with handlers was thought about; fixtures and context
managers are no dependencies.

The fix puts the `yield` into a `try`, and what follows into its `finally`. It is unsafe: now it runs when the
endpoint fails as well. There is none where what follows also commits or sends something.

Bad:

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_file():
        file = open("data.txt")
        yield file
        ^^^^^^^^^^ `file.close()` is skipped when the endpoint raises: this `yield` stands in no `try … finally`
        file.close()

    @app.get("/")
    def read(file=Depends(get_file)):
        return file.read()

Good:

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_file():
        file = open("data.txt")
        try:
            yield file
        finally:
            file.close()

    @app.get("/")
    def read(file=Depends(get_file)):
        return file.read()
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity
from fastapi_lint.blocks import into_finally
from fastapi_lint.model.domain import Role
from fastapi_lint.model.inputs.yielding import is_generator_dependency, skipped

rule = Rule(__name__, "FAPI404", Severity.WARNING, since="0.1")


@rule.on(Function, roles={Role.DEPENDENCY})
def check(function: Function, ctx: Context) -> Findings:
    found = skipped(function) if is_generator_dependency(function) else None
    if found is None:
        return
    shown = ctx.text(found.cleanup).splitlines()[0]
    yield ctx.finding(
        found.pause.expr,
        f"`{shown}` is skipped when the endpoint raises: this `yield` stands in no `try … finally`",
        help="put the `yield` into a `try`, and the cleaning up into its `finally`",
        related=[ctx.related(found.cleanup, "skipped")],
        fix=None if found.finishes else into_finally(found.tried, found.after, ctx),
    )
