"""`response_model_exclude` or `response_model_include` names a field that the response model does not have.

Pydantic ignores names that it does not know, so a field that was renamed, or a typo, ends the exclusion without a word:
`exclude={"pasword"}` sends the password. In an `include` the field is simply missing from the answer.

Models are followed through their bases. Left alone are models with a base that the source does not show, with
`extra="allow"`, containers of models, and nested names.

The fix removes the name, with the option when nothing else is in it. It is unsafe: what was meant may be another field.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class UserPublic(BaseModel):
        name: str
        email: str

    app = FastAPI()

    @app.get("/me", response_model=UserPublic, response_model_exclude={"password", "email"})
                                                                       ^^^^^^^^^^ `UserPublic` has no field `password`: this excludes nothing
    def read_me():
        return {"name": "ada", "email": "ada@example.com"}

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class UserPublic(BaseModel):
        name: str
        email: str

    app = FastAPI()

    @app.get("/me", response_model=UserPublic, response_model_exclude={"email"})
    def read_me():
        return {"name": "ada", "email": "ada@example.com"}
"""

import re

from fastapi_lint import Class, Context, Findings, Fix, Route, Rule, Severity, Span
from fastapi_lint.model.answers.exposure import named_fields, response_type
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import fields_of, is_closed

rule = Rule(__name__, "FAPI310", Severity.WARNING, since="0.1")

_VERBS = {"response_model_exclude": "excludes", "response_model_include": "includes"}


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    term = response_type(route)
    options = [term] if term is not None and not term.is_union else list(term.args if term else ())
    models = [option.value for option in options if option.name != "builtins.None"]
    cls = models[0] if len(models) == 1 else None
    if not isinstance(cls, Class) or not is_closed(cls):
        return
    known = fields_of(cls).keys() | cls.attributes.keys()
    for base in cls.ancestors:
        known |= base.attributes.keys() if isinstance(base, Class) else set()
    for option, verb in _VERBS.items():
        named = named_fields(route, option) or {}
        for name in [name for name in named if name not in known]:
            yield ctx.finding(
                named[name],
                f"`{cls.name}` has no field `{name}`: this {verb} nothing",
                help=f"name a field of `{cls.name}`, or remove it",
                related=[ctx.related(cls, "the response model")],
                fix=_remove(route, option, named[name], ctx),
            )


def _remove(route: Route, option: str, item: s.Expr, ctx: Context) -> Fix | None:
    """Remove the name and a comma; the whole option when it is the only one in it."""
    given, text = route.option(option), ctx.source.text
    if isinstance(given, s.Sequence) and len(given.items) > 1:
        after = re.compile(r"\s*,\s*").match(text, item.end)
        before = re.compile(r",\s*$").search(text[: item.start])
        if after is None or given.items[-1] is item:
            span = Span(before.start() if before else item.start, item.end)
        else:
            span = Span(item.start, after.end())
        return ctx.fix("remove the name", ctx.replace(span, ""))
    keyword = next(keyword for keyword in route.call.keywords if keyword.name == option)
    before = re.compile(r",\s*$").search(text[: keyword.start])
    if given is None or before is None or not isinstance(given, s.Sequence):
        return None
    return ctx.fix("remove the option", ctx.replace(Span(before.start(), keyword.end), ""))
