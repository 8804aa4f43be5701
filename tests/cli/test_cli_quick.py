"""What is read without typer means the same to typer, and everything else is left to it."""

from __future__ import annotations

import time
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from fastapi_lint.cli.app import app
from fastapi_lint.cli.options import CheckOptions
from fastapi_lint.cli.quick import COMMANDS, prepared, read
from fastapi_lint.cli.recall import Asked

COMMAND: Any = typer.main.get_command(app)
NAMES = sorted(
    name
    for parameter in COMMAND.commands["check"].params
    for name in (*parameter.opts, *parameter.secondary_opts)
    if name.startswith("-")
)
WORDS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(NAMES).flatmap(
        lambda name: st.sampled_from(("", "a", "3", "0")).map(f"{name}={{}}".format)
    ),
    st.sampled_from(
        ("-", "--", "", "app", "a,b", "2", "0", "-1", "check", "rule", "-qv", "-ox", "--nothing", "--help")
    ),
)


def by_typer(words: list[str]) -> CheckOptions | str:
    """What typer makes of a command line: options, or what it says about them."""
    try:
        work = COMMAND.main(
            args=prepared(words), prog_name="x", standalone_mode=False, obj=Asked(words, time.time_ns())
        )
    except Exception as error:  # whatever it is, it is not for us
        return repr(error)
    options = getattr(work, "args", ("no check",))[0]
    return options if isinstance(options, CheckOptions) else "no check"


@given(st.lists(WORDS, max_size=6))
@settings(deadline=None)
def test_both_read_the_same(words: list[str]) -> None:
    options = read(words)
    if options is not None:
        assert options == by_typer(words)


@pytest.mark.parametrize("name", NAMES)
def test_every_option_that_is_spelt_out_is_read(name: str) -> None:
    for words in ([name], [name, "3"], [f"{name}=3"]):
        expected = by_typer(["app", *words])
        if isinstance(expected, CheckOptions) and (name.startswith("--") or "=" not in words[-1]):
            assert read(["app", *words]) == expected


@pytest.mark.parametrize("name", ["FASTAPI_LINT_OUTPUT_FORMAT", "FASTAPI_LINT_CACHE_DIR"])
@pytest.mark.parametrize("value", ["json", ""])
@pytest.mark.parametrize("words", [[], ["--output-format", "sarif", "--cache-dir=x"]])
def test_the_environment(name: str, value: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert read(words) == by_typer(words)


def test_all_commands_are_known() -> None:
    assert set(COMMAND.commands) == set(COMMANDS)


@pytest.mark.parametrize(
    "word", ["--help", "-h", "--version", "--install-completion", "routes", "-qv", "--exclud"]
)
def test_the_rest_is_left_to_typer(word: str) -> None:
    assert read([word]) is None
