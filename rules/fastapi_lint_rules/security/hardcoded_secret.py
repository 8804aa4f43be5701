"""A secret stands in the source.

Whoever can read the repository, an image layer, a traceback or a backup of any of them has it, and it stays in
the history when it is taken out. With the key that signs tokens they can be anybody. A default that was meant for
development is what production runs with on the day the variable is not set.

Reported are texts given at module level, in a plain `class Config`, or as the default of a settings class, to a name
such as `SECRET_KEY`, `JWT_SECRET`, `API_KEY` or `DB_PASSWORD`, and texts used as the key of `jwt.encode`, `jwt.decode` and
`SessionMiddleware`. Names of headers, variables and settings, what is there to be refused (`if secret == DEFAULT_SECRET`), enumerations, keys that every browser gets (of analytics, say), placeholders such as `<key>` or `${KEY}` and tests are left alone.

Bad:

    import jwt
    from fastapi import FastAPI

    SECRET_KEY = "change-this-secret"
                 ^^^^^^^^^^^^^^^^^^^^ `SECRET_KEY` is in the source: whoever reads that can do what it protects
    app = FastAPI()

    @app.get("/token")
    def read_token() -> str:
        return jwt.encode({"sub": "me"}, SECRET_KEY, algorithm="HS256")

Good:

    import os

    import jwt
    from fastapi import FastAPI

    SECRET_KEY = os.environ["SECRET_KEY"]
    app = FastAPI()

    @app.get("/token")
    def read_token() -> str:
        return jwt.encode({"sub": "me"}, SECRET_KEY, algorithm="HS256")
"""

import re
from collections.abc import Iterator

from fastapi_lint import Context, Findings, Middleware, Module, ProjectCall, Rule, Schema, Severity
from fastapi_lint.model.answers.credentials import (
    is_refused,
    may_be_credential,
    names_credential,
    names_setting,
)
from fastapi_lint.model.answers.jwt import DECODE, ENCODE
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External

rule = Rule(__name__, "FAPI705", Severity.ERROR, since="0.1")

SESSIONS = External("starlette.middleware.sessions.SessionMiddleware")

_CONFIGURATION = re.compile(r"Config|Settings|Secrets$")


@rule.on(Module)
def check(module: Module, ctx: Context) -> Findings:
    for statement in module.facts.body:
        inner: tuple[s.Stmt, ...] = (statement,)
        if (
            isinstance(statement, s.ClassDef)
            and not statement.bases
            and _CONFIGURATION.search(statement.name)
        ):
            inner = statement.body
        for item in inner:
            if isinstance(item, s.Assign) and len(item.targets) == 1:
                name = s.dotted(item.targets[0])
                found = list(_judge(name, item.value, ctx))
                if found and not _is_meant_otherwise(name, item.value, module):  # which reads all files
                    yield from found


def _is_meant_otherwise(name: str, value: s.Expr | None, module: Module) -> bool:
    """Whether a text is the name of a setting, or what others are only compared with."""
    others = {
        s.dotted(item.targets[0]): item.value.value
        for item in module.facts.body
        if isinstance(item, s.Assign)
        and isinstance(item.value, s.Constant)
        and isinstance(item.value.value, str)
    }
    if name in others and names_setting(name, others[name], others):
        return True
    elsewhere = (other for other in module.project.modules.values() if other is not module)
    return is_refused(name, module.source.text) and not any(name in one.source.text for one in elsewhere)


@rule.on(Schema)
def check_settings(schema: Schema, ctx: Context) -> Findings:
    if schema.kind == "settings":
        for field in schema.fields:
            yield from _judge(field.name, field.default, ctx)


@rule.on(Middleware)
def check_sessions(middleware: Middleware, ctx: Context) -> Findings:
    call, home = middleware.made, middleware.home
    if middleware.target == SESSIONS and call is not None and home is not None:
        yield from _judge("secret_key", call.keyword("secret_key"), ctx, path=home.path)


@rule.on(ProjectCall, to=DECODE | ENCODE)
def check_key(call: ProjectCall, ctx: Context) -> Findings:
    yield from _judge("key", call.call.argument(1, "key"), ctx, always=True)


def _judge(name: str, expr: s.Expr | None, ctx: Context, always: bool = False, path: str = "") -> Findings:
    for constant in _texts(expr):
        if (always or names_credential(name)) and may_be_credential(constant.value, name):
            yield ctx.finding(
                ctx.at(path or ctx.path, constant),
                f"`{name}` is in the source: whoever reads that can do what it protects",
                help="read it from the environment, without a default, and replace the one that is known now",
            )


def _texts(expr: s.Expr | None) -> Iterator[s.Constant]:
    """The text itself, or the default in ``Field(…)`` and ``SecretStr(…)``."""
    if isinstance(expr, s.Constant) and isinstance(expr.value, str):
        yield expr
    elif isinstance(expr, s.Call) and s.dotted(expr.func).rpartition(".")[2] in ("Field", "SecretStr"):
        yield from _texts(expr.argument(0, "default"))
