r"""A `pattern=` that Pydantic cannot read.

Pydantic 2 checks patterns with an engine of its own, the Rust crate `regex`, which knows no look-around and no
backreferences, no atomic or conditional groups, no comments and no `\Z`. With one of these, or with a pattern that is
no regular expression at all, building the validator raises `SchemaError`, which is when the module is imported.

Left alone are patterns that the source does not show, compiled ones (`re.compile(…)` is used as it is), those with the
flag `x`, and, outside of FastAPI's markers, projects that set `regex_engine` or `defer_build`. There is no fix: what the
pattern means has to be said in another way, or checked by a validator.

Bad:

    from typing import Annotated

    from fastapi import FastAPI, Query
    from pydantic import BaseModel, Field

    app = FastAPI()

    class User(BaseModel):
        password: str = Field(pattern=r"^(?=.*\d).{8,}$")
                                      ^^^^^^^^^^^^^^^^^^ the pattern has a look-ahead, which Pydantic refuses: the application does not start

    @app.get("/items")
    def read_items(code: Annotated[str, Query(pattern="^([a-z]+$")]) -> str:
                                                      ^^^^^^^^^^^ the pattern has an error (missing ), unterminated subpattern), which Pydantic refuses: the application does not start
        return code

Good:

    import re
    from typing import Annotated

    from fastapi import FastAPI, Query
    from pydantic import BaseModel, Field

    app = FastAPI()

    class User(BaseModel):
        password: str = Field(pattern=re.compile(r"^(?=.*\d).{8,}$"))

    @app.get("/items")
    def read_items(code: Annotated[str, Query(pattern="^([a-z]+)$")]) -> str:
        return code
"""

from fastapi_lint import Context, Findings, ProjectCall, Rule, Severity
from fastapi_lint.model.knowledge.patterns import refusal
from fastapi_lint.model.knowledge.signatures import MARKERS
from fastapi_lint.model.meaning.values import Literal

rule = Rule(__name__, "FAPI618", Severity.ERROR, since="0.1")

MODELS = frozenset({"pydantic.Field", "pydantic.constr", "pydantic.StringConstraints"})
CONFIGURING = ("regex_engine", "defer_build")


@rule.on(ProjectCall, to=MARKERS.keys() | MODELS)
def check(call: ProjectCall, ctx: Context) -> Findings:
    if not ctx.targets.pydantic.at_least("2"):
        return
    for name in ("pattern",) if call.callee in MODELS else ("pattern", "regex"):
        value, shown = call.site.given.named.get(name), call.call.keyword(name)
        if type(value) is not Literal or not isinstance(value.value, str) or shown is None:
            continue
        refused = refusal(value.value)
        if refused and not (call.callee in MODELS and is_configured(ctx)):
            yield ctx.finding(
                shown,
                f"the pattern has {refused}, which Pydantic refuses: the application does not start",
                help="say it without, hand over `re.compile(…)`, or check it in a validator",
            )


def is_configured(ctx: Context) -> bool:
    """Whether the project has models that use another engine, or build their validators later."""
    texts = (ctx.project.source(path).text for path in ctx.project.modules)
    return any(word in text for text in texts for word in CONFIGURING)
