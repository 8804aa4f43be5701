"""The options of ``check``: one field each."""

from __future__ import annotations

from typing import Annotated

import msgspec

from fastapi_lint.cli.declared import Argument, Option

_Words = list[str] | None
_Flag = bool | None

_RULES, _FILES, _FIXES = "Rules", "Files", "Fixes"
_OUTPUT, _RUN, _TARGETS = "Output", "Run", "Target versions"


def _option(
    panel: str,
    *names: str,
    help: str,  # noqa: A002
    metavar: str | None = None,
    envvar: str | None = None,
    least: int | None = None,
) -> Option:
    return Option(names, help, metavar, panel, envvar, least)


def _selectors(name: str, help: str) -> Option:  # noqa: A002
    return _option(_RULES, name, metavar="RULES", help=help)


def _target(package: str) -> Option:
    return _option(_TARGETS, f"--target-{package}", metavar="VERSION", help=f"Version or range of {package}.")


class CheckOptions(msgspec.Struct, frozen=True):
    """What the user asked for; None and empty mean that the settings decide."""

    paths: Annotated[
        _Words,
        Argument("PATHS", "Files and folders; `-` reads standard input."),
    ] = None

    select: Annotated[_Words, _selectors("--select", "Run only these: names, codes, categories, groups.")] = (
        None
    )
    ignore: Annotated[_Words, _selectors("--ignore", "Do not run these.")] = None
    extend_select: Annotated[_Words, _selectors("--extend-select", "Run these too.")] = None
    per_file_ignores: Annotated[
        _Words,
        _option(_RULES, "--per-file-ignores", metavar="GLOB:RULES", help="Do not run rules in some files."),
    ] = None
    min_severity: Annotated[
        str | None, _option(_RULES, "--min-severity", metavar="LEVEL", help="info, warning or error.")
    ] = None
    min_confidence: Annotated[
        str | None, _option(_RULES, "--min-confidence", metavar="LEVEL", help="low, medium or high.")
    ] = None

    exclude: Annotated[
        _Words, _option(_FILES, "--exclude", metavar="GLOBS", help="Leave these files out.")
    ] = None
    extend_exclude: Annotated[
        _Words, _option(_FILES, "--extend-exclude", metavar="GLOBS", help="Leave these files out too.")
    ] = None
    force_exclude: Annotated[
        _Flag, _option(_FILES, "--force-exclude/--no-force-exclude", help="Exclude files even if named.")
    ] = None
    respect_gitignore: Annotated[
        _Flag,
        _option(_FILES, "--respect-gitignore/--no-respect-gitignore", help="Leave out what git ignores."),
    ] = None
    stdin_filename: Annotated[
        str | None,
        _option(_FILES, "--stdin-filename", metavar="FILE", help="The file that `-` stands for."),
    ] = None

    fix: Annotated[bool, _option(_FIXES, "--fix/--no-fix", help="Repair what can be repaired safely.")] = (
        False
    )
    unsafe_fixes: Annotated[
        _Flag,
        _option(_FIXES, "--unsafe-fixes/--no-unsafe-fixes", help="With fixes that may change behaviour."),
    ] = None
    diff: Annotated[
        bool, _option(_FIXES, "--diff", help="Show what --fix would change, and change nothing.")
    ] = False
    fix_only: Annotated[
        bool, _option(_FIXES, "--fix-only", help="Repair, and do not report what is left.")
    ] = False
    show_fixes: Annotated[bool, _option(_FIXES, "--show-fixes", help="Count the fixes per rule.")] = False
    fixable: Annotated[_Words, _option(_FIXES, "--fixable", metavar="RULES", help="Repair only these.")] = (
        None
    )
    unfixable: Annotated[
        _Words, _option(_FIXES, "--unfixable", metavar="RULES", help="Do not repair these.")
    ] = None
    add_ignore: Annotated[
        str | None,
        _option(_FIXES, "--add-ignore", metavar="[=REASON]", help="Add an ignore comment for every finding."),
    ] = None

    output_format: Annotated[
        str | None,
        _option(
            _OUTPUT,
            "--output-format",
            metavar="FORMAT",
            envvar="FASTAPI_LINT_OUTPUT_FORMAT",
            help="How to report.",
        ),
    ] = None
    output_file: Annotated[
        str | None,
        _option(_OUTPUT, "--output-file", "-o", metavar="FILE", help="Write the report to a file."),
    ] = None
    statistics: Annotated[bool, _option(_OUTPUT, "--statistics", help="Count the findings per rule.")] = False
    show_files: Annotated[
        bool, _option(_OUTPUT, "--show-files", help="List the files that would be checked.")
    ] = False
    show_settings: Annotated[
        bool, _option(_OUTPUT, "--show-settings", help="List the settings and their origin.")
    ] = False
    color: Annotated[str, _option(_OUTPUT, "--color", metavar="WHEN", help="auto, always or never.")] = "auto"
    quiet: Annotated[bool, _option(_OUTPUT, "--quiet", "-q", help="Only the findings.")] = False
    verbose: Annotated[
        bool, _option(_OUTPUT, "--verbose", "-v", help="Tell about the run, with tracebacks.")
    ] = False
    profile: Annotated[bool, _option(_OUTPUT, "--profile", help="Tell where the time goes.")] = False

    watch: Annotated[bool, _option(_RUN, "--watch", help="Report again whenever a file changes.")] = False
    workers: Annotated[
        int | None,
        _option(_RUN, "--workers", metavar="N", least=1, help="Processes to work with; one per core."),
    ] = None
    config: Annotated[
        _Words, _option(_RUN, "--config", metavar="FILE|KEY=VALUE", help="Another file, or one setting.")
    ] = None
    isolated: Annotated[bool, _option(_RUN, "--isolated", help="Read no configuration file.")] = False
    no_cache: Annotated[bool, _option(_RUN, "--no-cache", "-n", help="Neither read nor write the cache.")] = (
        False
    )
    cache_dir: Annotated[
        str | None,
        _option(
            _RUN, "--cache-dir", metavar="FOLDER", envvar="FASTAPI_LINT_CACHE_DIR", help="Where the cache is."
        ),
    ] = None
    exit_zero: Annotated[
        bool, _option(_RUN, "--exit-zero", "-e", help="Exit with 0 even if there are findings.")
    ] = False
    exit_non_zero_on_fix: Annotated[
        bool, _option(_RUN, "--exit-non-zero-on-fix", help="Exit with 1 if anything was repaired.")
    ] = False

    target_python: Annotated[str | None, _target("python")] = None
    target_fastapi: Annotated[str | None, _target("fastapi")] = None
    target_pydantic: Annotated[str | None, _target("pydantic")] = None
    target_starlette: Annotated[str | None, _target("starlette")] = None
    target_httpx: Annotated[str | None, _target("httpx")] = None
