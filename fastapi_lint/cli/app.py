"""The commands, as typer sees them. A plain ``check`` never gets here: ``quick`` reads it.

A command returns its work instead of doing it: typer has answers of its own to a closed pipe and to Ctrl-C,
which are not ours.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeAlias, get_type_hints

import msgspec
import typer
from msgspec import structs
from typer.core import TyperGroup

from fastapi_lint import __version__
from fastapi_lint.cli.declared import Argument, Option
from fastapi_lint.cli.errors import guarded
from fastapi_lint.cli.main import CLEAN
from fastapi_lint.cli.options import CheckOptions
from fastapi_lint.cli.quick import prepared
from fastapi_lint.cli.recall import Asked
from fastapi_lint.cli.viewing import GraphOptions, RoutesOptions

_HELP = """A linter that understands whole FastAPI applications.

`fastapi-lint PATHS...` is short for `fastapi-lint check PATHS...`.
"""
_GLOBAL = ("--help", "-h", "--version", "--install-completion", "--show-completion")

_Work: TypeAlias = Callable[[], int]


class _Group(TyperGroup):
    """Paths in the place of a command mean ``check``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        is_check = not ctx.resilient_parsing  # else the shell completes: what may come first?
        if args:
            is_check = args[0] not in self.commands and args[0] not in _GLOBAL
        args = ["check", *args] if is_check else args
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


app = typer.Typer(
    cls=_Group,
    help=_HELP,
    # Boxes are for people; a pipe gets plain text, as do errors, which `guarded` writes.
    rich_markup_mode="markdown" if sys.stdout.isatty() else None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def run(asked: Asked) -> int:
    """Run a command line and return its exit code."""
    command = typer.main.get_command(app)
    arguments = prepared(asked.arguments)
    end = arguments.index("--") if "--" in arguments else len(arguments)
    verbose = any(word in ("-v", "--verbose") for word in arguments[:end])

    def read_and_work() -> int:
        work = command.main(args=arguments, prog_name="fastapi-lint", standalone_mode=False, obj=asked)
        return work() if callable(work) else work or CLEAN

    return guarded(read_and_work, verbose=verbose)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)
    ] = False,
) -> None:
    if version:
        raise typer.Exit(_say_version())


def _typed(hint: Any) -> Any:
    """The annotation of a field, with typer's words for what is declared."""
    declared = hint.__metadata__[0]
    if isinstance(declared, Argument):
        return Annotated[
            hint.__origin__,
            typer.Argument(metavar=declared.metavar, help=declared.help, show_default=False),
        ]
    assert isinstance(declared, Option)
    option = typer.Option(
        *declared.names,
        help=declared.help,
        metavar=declared.metavar,
        rich_help_panel=declared.panel,
        envvar=declared.envvar,
        min=declared.least,
        show_default=False,
    )
    return Annotated[hint.__origin__, option]


def _command_of(kind: type[msgspec.Struct], work: Callable[[Any, Asked], int]) -> Callable[..., _Work]:
    """A function with a parameter for each field of ``kind``, for typer to read."""

    def command(context: typer.Context, **given: Any) -> _Work:
        return partial(work, kind(**given), context.obj)

    hints = {name: _typed(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
            *(
                inspect.Parameter(
                    field.name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=field.default,
                    annotation=hints[field.name],
                )
                for field in structs.fields(kind)
            ),
        ]
    )
    command.__annotations__ = {"context": typer.Context, **hints}
    return command


def _check(options: CheckOptions, asked: Asked) -> int:
    from fastapi_lint.cli.check import check

    return check(options, asked)


app.command("check", help="Find what will hurt, and repair it. This is what `fastapi-lint PATHS...` does.")(
    _command_of(CheckOptions, _check)
)


def _routes(options: RoutesOptions, _: Asked) -> int:
    from fastapi_lint.cli.routes import routes

    return routes(options)


def _graph(options: GraphOptions, _: Asked) -> int:
    from fastapi_lint.cli.graph import graph

    return graph(options)


app.command("routes", help="List what the application serves, in the order in which requests are matched.")(
    _command_of(RoutesOptions, _routes)
)
app.command("graph", help="Show what every route depends on.")(_command_of(GraphOptions, _graph))


@app.command("rule")
def _rule(
    selector: Annotated[str | None, typer.Argument(metavar="[NAME|CODE]", show_default=False)] = None,
    all_rules: Annotated[bool, typer.Option("--all", help="The manual pages of all rules.")] = False,
    output_format: Annotated[str, typer.Option(metavar="text|json")] = "text",
    color: Annotated[str, typer.Option(metavar="auto|always|never")] = "auto",
) -> _Work:
    """Explain a rule; without a name, list all of them."""
    from fastapi_lint.cli.rules import explain

    return partial(explain, selector, all_rules=all_rules, output_format=output_format, color=color)


@app.command("config")
def _config(key: Annotated[str | None, typer.Argument(metavar="[KEY]", show_default=False)] = None) -> _Work:
    """Explain a key of `[tool.fastapi-lint]`; without one, list all of them."""
    from fastapi_lint.cli.config import explain

    return partial(explain, key)


@app.command("clean")
def _clean(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATHS", show_default=False)] = None,
    cache_dir: Annotated[
        str | None, typer.Option(metavar="FOLDER", envvar="FASTAPI_LINT_CACHE_DIR", show_default=False)
    ] = None,
) -> _Work:
    """Remove the cache of a project."""
    from fastapi_lint.cli.clean import clean

    return partial(clean, paths or [], cache_dir)


@app.command("version")
def _version() -> _Work:
    """Show the version."""
    return _say_version


@app.command("server", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def _server(context: typer.Context) -> _Work:
    """Start the language server for an editor."""
    from fastapi_lint.cli.server import serve

    return partial(serve, context.args)


def _say_version() -> int:
    sys.stdout.write(f"fastapi-lint {__version__}\n")
    return CLEAN
