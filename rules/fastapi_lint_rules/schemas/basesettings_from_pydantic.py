"""`BaseSettings` is imported from `pydantic`, where it is no longer since version 2.

The import raises PydanticImportError, so the application does not start: settings live in a package of their
own, `pydantic-settings`. Code that was written for Pydantic 1 breaks this way on the first upgrade that
nobody pinned.

An import in a `try`, under a condition or under `TYPE_CHECKING` is an answer to that and left alone, and so
is `pydantic.v1`. Projects that may still run with Pydantic 1 are not looked at, since the import works there.

The fix is safe: what it replaces cannot be imported. It does not install `pydantic-settings`, which has to be
among the project's dependencies.

Bad:

    from pydantic import BaseModel, BaseSettings
                                    ^^^^^^^^^^^^ `BaseSettings` is not in `pydantic` any more: this raises PydanticImportError

    class Database(BaseModel):
        url: str

    class Settings(BaseSettings):
        database: Database

Good:

    from pydantic import BaseModel
    from pydantic_settings import BaseSettings

    class Database(BaseModel):
        url: str

    class Settings(BaseSettings):
        database: Database
"""

import ast
import re

from fastapi_lint import Applicability, Context, Findings, Module, Rule, Severity, Span
from fastapi_lint.edits import import_from

rule = Rule(__name__, "FAPI604", Severity.ERROR, since="0.1")

_OLD = ("pydantic.BaseSettings", "pydantic.env_settings.BaseSettings")
_IMPORTS = re.compile(
    r"pydantic(?:\.env_settings)?[\s\\]+import\b[\s\\]*"
    r"(?:\((?:[^)#]|#[^\n]*\n)*?|(?:[^\n\\]|\\\n)*?)\bBaseSettings\b"
)
"""What a text has to hold for that. Many import a class of this name from elsewhere; they need no parse to be told."""
_MESSAGE = "`BaseSettings` is not in `pydantic` any more: this raises PydanticImportError"
_HELP = "import it from `pydantic_settings`, and depend on `pydantic-settings`"


@rule.on(Module, containing="BaseSettings")
def check_imports(module: Module, ctx: Context) -> Findings:
    if not ctx.targets.pydantic.at_least("2") or not _IMPORTS.search(module.source.text):
        return
    for found in module.source.imports:
        if found.target in _OLD and not found.guarded and not found.in_type_checking:
            edits = import_from("pydantic_settings", found, ctx)
            message = "import it from `pydantic_settings`"
            fix = ctx.fix(message, *edits, applicability=Applicability.SAFE) if edits else None
            yield ctx.finding(Span(found.span_start, found.span_end), _MESSAGE, help=_HELP, fix=fix)


@rule.on(Module, containing="pydantic.BaseSettings")
def check_attributes(module: Module, ctx: Context) -> Findings:
    if not ctx.targets.pydantic.at_least("2") or not _binds_pydantic(module):
        return
    for node in module.source.nodes(ast.Attribute):
        if node.attr == "BaseSettings" and ast.unparse(node) == "pydantic.BaseSettings":
            place, imported = module.source.ast_span(node), ctx.import_("pydantic_settings")
            edit = ctx.replace(place, f"{imported.name}.BaseSettings")
            message = "take it from `pydantic_settings`"
            fix = ctx.fix(message, edit, applicability=Applicability.SAFE, imports=[imported])
            yield ctx.finding(place, _MESSAGE, help=_HELP, fix=fix)


def _binds_pydantic(module: Module) -> bool:
    found = [item for item in module.source.imports if item.name == "pydantic"]
    return bool(found) and all(item.target == "pydantic" and not item.guarded for item in found)
