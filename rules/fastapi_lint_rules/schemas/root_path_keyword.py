"""The application is given a `root_path`, which FastAPI has deprecated.

What a proxy strips off the path is a matter of where the application runs, and the server knows it: `uvicorn --root-path /api`
or `fastapi run --root-path /api` tell every application of the process, mounted ones too. The argument of `FastAPI(…)`
fixes it in the source. Since FastAPI 0.146 each such application warns when it starts, and the argument will go.

An empty `root_path`, which changes nothing, and projects that may run on older versions are left alone.

There is no fix: the command that starts the server stands elsewhere.

Bad:

    from fastapi import FastAPI

    app = FastAPI(title="Shop", root_path="/api")
                                ^^^^^^^^^^^^^^^^ `root_path=` is deprecated since FastAPI 0.146: the server is to know it

Good:

    from fastapi import FastAPI

    app = FastAPI(title="Shop")
"""

from fastapi_lint import Context, Findings, ProjectCall, Rule, Severity
from fastapi_lint.model.meaning.values import Literal

rule = Rule(__name__, "FAPI616", Severity.INFO, since="0.1")


@rule.on(ProjectCall, to={"fastapi.FastAPI"})
def check(call: ProjectCall, ctx: Context) -> Findings:
    keyword = next((keyword for keyword in call.call.keywords if keyword.name == "root_path"), None)
    given = call.given(len(call.call.args), "root_path")
    is_empty = isinstance(given, Literal) and not given.value
    if keyword is None or is_empty or not ctx.targets.fastapi.at_least("0.146"):
        return
    yield ctx.finding(
        keyword,
        "`root_path=` is deprecated since FastAPI 0.146: the server is to know it",
        help="start the server with `--root-path`",
    )
