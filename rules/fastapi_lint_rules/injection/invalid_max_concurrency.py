"""`max_concurrency` of a dependency is no positive number.

`Depends(get_client, max_concurrency=5)`, from FastAPI 0.163 on, lets five requests at a time have the dependency. Zero,
a negative number, `True` and a fraction are refused: "ValueError: max_concurrency must be a positive integer or None", while the
module is imported. Zero does not mean "no limit": `None`, the default, does.

Values that the source does not show are left alone. There is no fix: how many there may be, only the author knows.

Bad:

    from typing import Annotated

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_client() -> str:
        return "client"

    @app.get("/")
    def read(client: Annotated[str, Depends(get_client, max_concurrency=0)]) -> str:
                                                                        ^ `max_concurrency` must be a positive integer or `None`: the application does not start
        return client

Good:

    from typing import Annotated

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_client() -> str:
        return "client"

    @app.get("/")
    def read(client: Annotated[str, Depends(get_client, max_concurrency=5)]) -> str:
        return client
"""

from fastapi_lint import Context, Findings, ProjectCall, Rule, Severity
from fastapi_lint.model.meaning.values import Literal

rule = Rule(__name__, "FAPI413", Severity.ERROR, since="0.1")


@rule.on(ProjectCall, to={"fastapi.Depends"})
def check(call: ProjectCall, ctx: Context) -> Findings:
    shown = call.call.keyword("max_concurrency")
    value = call.site.given.named.get("max_concurrency")
    if shown is None or not isinstance(value, Literal) or value.value is None:
        return
    if type(value.value) is not int or value.value < 1:
        yield ctx.finding(
            shown,
            "`max_concurrency` must be a positive integer or `None`: the application does not start",
            help="leave it out for no limit",
        )
