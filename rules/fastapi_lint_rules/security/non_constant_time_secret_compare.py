"""What a client sends to prove who it is, is compared with a text in the source.

The credential is in the repository, and is the same everywhere. On top of that `==` stops at the first character that
differs, so that the time of the answer tells how much of a guess is right.

Reported are comparisons in endpoints, dependencies and middleware of something called `password`, `token`, `api_key`,
`authorization` and the like, or read off `request.headers` and `request.cookies` by such a name, with a text that may be a
credential. Names of schemes and types, and comparisons with
each other (`password == password_repeat`) are left alone.

The fix compares in constant time. It is unsafe: what is not a text raises now, None for instance. The credential stays
in the source; move it to the environment.

Bad:

    from fastapi import FastAPI, HTTPException

    app = FastAPI()

    @app.get("/report")
    def read_report(api_key: str) -> str:
        if api_key != "tulip-7-amsterdam":
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `api_key` is compared with a credential in the source, in a time that tells how much of it is right
            raise HTTPException(403)
        return "report"

Good:

    import secrets

    from fastapi import FastAPI, HTTPException

    app = FastAPI()

    @app.get("/report")
    def read_report(api_key: str) -> str:
        if not secrets.compare_digest(api_key.encode(), b"tulip-7-amsterdam"):
            raise HTTPException(403)
        return "report"
"""

import re

from fastapi_lint import Context, Findings, Fix, Function, Rule, Severity
from fastapi_lint.model.answers.credentials import may_be_credential, names_sent_credential
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI707", Severity.WARNING, since="0.1")

_COMPARES = re.compile(r"""[=!]=[\s(\\]*\w{0,2}["']|["'][\s)\\]*[=!]=""")
_OTHER = frozenset({s.Other})
_SERVING = frozenset({Role.ENDPOINT, Role.WEBSOCKET, Role.DEPENDENCY, Role.MIDDLEWARE})


@rule.on(Function, roles=_SERVING)
def check(function: Function, ctx: Context) -> Findings:
    if not _COMPARES.search(function.text):
        return
    for node in s.of_kinds(function.body, _OTHER):
        if node.kind == "Compare" and len(node.parts) == 2:
            yield from _judge(node, ctx)


def _judge(comparison: s.Other, ctx: Context) -> Findings:
    left, right = comparison.parts
    known, sent = (left, right) if isinstance(left, s.Constant) else (right, left)
    operator = ctx.source.text[left.end : right.start].strip("() \t\n\\")
    name = _header(sent) or s.dotted(sent)
    if operator not in ("==", "!=") or not isinstance(known, s.Constant) or not isinstance(known.value, str):
        return
    if names_sent_credential(name.rpartition(".")[2]) and may_be_credential(known.value, name):
        yield ctx.finding(
            comparison,
            f"`{ctx.text(sent)}` is compared with a credential in the source, in a time that tells how much of it is right",
            help="read the credential from the environment, and compare with `secrets.compare_digest`",
            fix=None if isinstance(sent, s.Call) else _fix(comparison, ctx.text(sent), known, operator, ctx),
        )


def _header(expr: s.Expr) -> str:
    """The name in ``request.headers["X-API-Key"]`` and ``request.cookies.get("token")``, as a variable has it."""
    if isinstance(expr, s.Call) and isinstance(expr.func, s.Attribute) and expr.func.attr == "get":
        owner, key = expr.func.value, next(iter(expr.args), None)
    elif isinstance(expr, s.Subscript):
        owner, key = expr.value, expr.index
    else:
        return ""
    is_sent = isinstance(owner, s.Attribute) and owner.attr in ("headers", "cookies", "query_params")
    text = key.value if isinstance(key, s.Constant) else None
    return text.replace("-", "_") if is_sent and isinstance(text, str) else ""


def _fix(comparison: s.Other, name: str, known: s.Constant, operator: str, ctx: Context) -> Fix | None:
    literal = ctx.text(known)
    if not known.value.isascii() or literal[:1] not in "'\"" or "\n" in ctx.text(comparison):
        return None
    imported = ctx.import_("secrets")
    text = f"{imported.name}.compare_digest({name}.encode(), b{literal})"
    text = f"not {text}" if operator == "!=" else text
    return ctx.fix("compare in constant time", ctx.replace(comparison, text), imports=[imported])
