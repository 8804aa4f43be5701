"""A pattern is given as `regex=`, which Pydantic 2 has renamed to `pattern=`.

`Field(regex=…)`, `constr(regex=…)` and `StringConstraints(regex=…)` raise when the module is imported, so
these are errors. `Query(regex=…)` and its relatives still work, with a deprecation warning on every start.

Functions of the project that are called `Query` or take a `regex` of their own, `sqlmodel.Field`, which
still has the parameter, and `pydantic.v1` are left alone, and so are projects that may run on Pydantic 1 or
on FastAPI below 0.100.

The fix renames the argument, which changes nothing else, so it is safe. Pydantic 2 matches with Rust's
regular expressions, which know neither look-around nor back-references: a pattern with these (or one that
is not written out on the spot) is refused under both names, or may be, and the fix is unsafe there.

Bad:

    from typing import Annotated

    from fastapi import FastAPI, Query
    from pydantic import BaseModel, Field

    app = FastAPI()

    class Item(BaseModel):
        code: str = Field(regex="^[a-z]+$")
                          ^^^^^^^^^^^^^^^^ `regex=` was renamed to `pattern=`: `pydantic.Field` raises PydanticUserError

    @app.get("/items")
    async def read_items(q: Annotated[str, Query(regex="^[a-z]+$")]) -> str:
                                                 ^^^^^^^^^^^^^^^^ `regex=` was renamed to `pattern=`: `fastapi.Query` warns that it will go
        return q

Good:

    from typing import Annotated

    from fastapi import FastAPI, Query
    from pydantic import BaseModel, Field

    app = FastAPI()

    class Item(BaseModel):
        code: str = Field(pattern="^[a-z]+$")

    @app.get("/items")
    async def read_items(q: Annotated[str, Query(pattern="^[a-z]+$")]) -> str:
        return q
"""

import re

from fastapi_lint import Applicability, Context, Findings, ProjectCall, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI605", Severity.WARNING, since="0.1")

_RAISES = {
    "pydantic.Field": "PydanticUserError",
    "pydantic.constr": "TypeError",
    "pydantic.types.constr": "TypeError",
    "pydantic.StringConstraints": "TypeError",
    "pydantic.types.StringConstraints": "TypeError",
}
_MARKERS = {f"fastapi.{name}" for name in ("Query", "Path", "Header", "Cookie", "Body", "Form", "File")}
_PYTHON_ONLY = re.compile(r"\(\?(=|!|<=|<!|P=)|\\[1-9]|\(\?\(")


@rule.on(ProjectCall, to={*_RAISES, *_MARKERS}, containing="regex")
def check(call: ProjectCall, ctx: Context) -> Findings:
    keywords = {keyword.name: keyword for keyword in call.call.keywords}
    given = keywords.get("regex")
    if given is None or "pattern" in keywords or not _applies(call.callee, ctx):
        return  # who passes both on is a wrapper
    consequence = f"raises {_RAISES[call.callee]}" if call.callee in _RAISES else "warns that it will go"
    edit = ctx.replace(Span(given.start, given.start + len("regex")), "pattern")
    fix = ctx.fix("rename it to `pattern=`", edit, applicability=_applicability(given.value))
    yield ctx.finding(
        given,
        f"`regex=` was renamed to `pattern=`: `{call.callee}` {consequence}",
        help="call it `pattern=`",
        severity=Severity.ERROR if call.callee in _RAISES else None,
        fix=fix,
    )


def _applies(callee: str, ctx: Context) -> bool:
    is_markers = callee in _MARKERS
    return ctx.targets.fastapi.at_least("0.100") if is_markers else ctx.targets.pydantic.at_least("2")


def _applicability(pattern: s.Expr) -> Applicability:
    text = pattern.value if isinstance(pattern, s.Constant) else None
    is_plain = isinstance(text, str) and not _PYTHON_ONLY.search(text)
    return Applicability.SAFE if is_plain else Applicability.UNSAFE
