"""A URL with a user and a password stands in the source.

The repository, its history and every image built from it then know how to get into the database, and which server
is used is decided by what was last committed rather than by where the application runs.

The default of `os.getenv` and `os.environ.get`, f-strings, placeholders such as `<password>`, Alembic's
`driver://user:pass@…`, URLs inside longer texts, descriptions and examples, and tests are left alone.

Bad:

    from sqlalchemy import create_engine

    DATABASE_URL = "postgresql://shop:tulip7@db.example/shop"
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this URL has its password in the source: whoever reads that can log in
    engine = create_engine(DATABASE_URL)

Good:

    import os

    from sqlalchemy import create_engine

    DATABASE_URL = os.environ["DATABASE_URL"]
    engine = create_engine(DATABASE_URL)
"""

import re
from collections.abc import Iterator

from fastapi_lint import Context, Findings, Module, Rule, Severity
from fastapi_lint.model.answers.credentials import password_in_url
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI706", Severity.WARNING, since="0.1")

_TELLING = frozenset(
    {"description", "example", "examples", "help", "title", "placeholder", "json_schema_extra"}
)
_READING = frozenset({"getenv", "get", "env", "config", "Env"})
_AUTHORITY = re.compile(r"://([^/@]*)@")
"""What stands before the host, in one string or in several. Whether it has a colon is asked apart: in one expression
that would take the square of what is between."""


@rule.on(Module)
def check(module: Module, ctx: Context) -> Findings:
    if not any(":" in before for before in _AUTHORITY.findall(module.source.text)):
        return
    for constant in _constants(module):
        if password_in_url(constant.value):
            yield ctx.finding(
                constant,
                "this URL has its password in the source: whoever reads that can log in",
                help="read the URL from the environment, and change the password",
            )


def _constants(module: Module) -> Iterator[s.Constant]:
    """The texts that something is set to, at module level and in classes, or that a call there is given."""
    pending: list[s.Syntax] = list(module.facts.body)
    while pending:
        node = pending.pop(0)
        if (isinstance(node, s.Assign) and node.value is not None) or (
            isinstance(node, s.Evaluate) and isinstance(node.value, s.Call)
        ):
            yield from _values(node.value)
        elif isinstance(node, (s.ClassDef, s.If, s.Try, s.With)):
            pending.extend(child for child in s.children(node) if isinstance(child, s.Stmt))


def _values(expr: s.Expr) -> Iterator[s.Constant]:
    if isinstance(expr, s.Constant) and isinstance(expr.value, str):
        yield expr
    elif isinstance(expr, s.Call):
        name = s.dotted(expr.func).rpartition(".")[2]
        if name not in _READING:
            for argument in expr.args:
                yield from _values(argument)
            for keyword in expr.keywords:
                if keyword.name not in _TELLING:
                    yield from _values(keyword.value)
