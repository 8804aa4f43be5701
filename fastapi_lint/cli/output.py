"""Where the output of ``check`` goes, and the little that is not a report."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from fastapi_lint import __version__
from fastapi_lint.cli.errors import UserError, say
from fastapi_lint.cli.main import CLEAN, FAILED
from fastapi_lint.cli.run import Run
from fastapi_lint.finding import Finding
from fastapi_lint.report import Report, load
from fastapi_lint.workspace.settings import KEYS, Settings

if TYPE_CHECKING:
    from fastapi_lint.report.report import Fixing
    from fastapi_lint.result import Result


def report_of(run: Run, result: Result, shown: Sequence[Finding], fixing: Fixing | None) -> Report:
    """What the reporter receives."""
    return Report(
        result=result,
        findings=shown,
        root=run.settings.root,
        cwd=run.cwd,
        version=__version__,
        rules={rule.code: rule for rule in run.registry.rules},
        allowed=run.allowed,
        color=run.options.color,
        quiet=run.options.quiet,
        fixing=fixing,
    )


def write(report: Report, run: Run, stream: TextIO) -> None:
    """Write the report, or the statistics of it, in the format that the settings name."""
    if run.options.statistics:
        from fastapi_lint.cli.statistics import write as write_statistics

        write_statistics(report, stream, as_json=run.settings.output_format.startswith("json"))
    else:
        load(run.settings.output_format)(report, stream)


def check_writable(path: str | None) -> None:
    """Refuse an output file that could not be written before all the work is done."""
    if path is None:
        return
    if Path(path).is_dir():
        raise UserError(f"`--output-file {path}` is a directory, name a file")
    if not Path(path).absolute().parent.is_dir():
        raise UserError(
            f"`--output-file {path}`: there is no directory `{Path(path).parent}`, create it first"
        )


@contextmanager
def sink(path: str | None, default: TextIO) -> Iterator[TextIO]:
    """The stream to report to. A file appears, or changes, only when the report is complete."""
    if path is None:
        yield default
        return
    buffer = io.StringIO()
    yield buffer
    data = buffer.getvalue().encode("utf-8", "backslashreplace")
    try:
        _replace(Path(path), data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"`--output-file {path}` cannot be written: {reason}") from error


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe has no content to replace
        path.write_bytes(data)
        return
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".fastapi-lint-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_bytes(data: bytes) -> None:
    """Write a file's content to standard output, line ends and encoding as they are."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a test's stand-in
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        buffer.write(data)
        buffer.flush()


def show_files(run: Run) -> int:
    """List the files that would be checked."""
    sys.stdout.writelines(f"{path}\n" for path in run.discovery.files)
    for error in run.discovery.problems:
        say("error", f"{error.path}: {error.message}")
    return FAILED if run.discovery.problems else CLEAN


def show_settings(run: Run) -> int:
    """List all settings as TOML, each with where it comes from."""
    settings = run.settings
    sys.stdout.write(f"# project: {settings.root}\n")
    for key in KEYS:
        value = toml(getattr(settings, key.replace("-", "_")))
        sys.stdout.write(f"{key} = {value}  # {settings.origins.get(key, 'default')}\n")
    return CLEAN


def origins(settings: Settings) -> str:
    """The places that the settings were read from."""
    return ", ".join(sorted(set(settings.origins.values()))) or "defaults"


def toml(value: object) -> str:
    """A setting as TOML."""
    if isinstance(value, Enum):
        return dumps(str(value))
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{dumps(key)} = {toml(item)}' for key, item in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml, value))}]"
    return dumps(value, ensure_ascii=False)
