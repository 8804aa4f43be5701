"""The small commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli_command import Command

from fastapi_lint import __version__
from fastapi_lint.cli.config import DESCRIPTIONS
from fastapi_lint.workspace.settings import KEYS


def test_version(run: Command) -> None:
    expected = (0, f"fastapi-lint {__version__}\n", "")
    assert run("version") == run("--version") == expected


def test_help_names_every_command(run: Command) -> None:
    out = run("--help").out
    for name in ("check", "rule", "config", "clean", "version", "server"):
        assert f"  {name} " in out
    assert run("-h").out == out


def test_help_of_check_explains_every_option(run: Command) -> None:
    assert "--exit-non-zero-on-fix" in run("check", "--help").out


def test_rule(run: Command) -> None:
    done = run("rule", "bad-word")
    assert done.out == (
        "FAPI101 bad-word\n"
        "severity error  category asynchrony\n"
        "group default  since 0.1  fixable yes, with --fix\n"
        "\n"
        "bad_word is written here.\n"
        "\n"
        "More about `bad_word`.\n"
        "\n"
        "Bad:\n"
        "\n"
        "    -- app/main.py --\n"
        "    x = bad_word\n"
        "\n"
        "    y = 1\n"
        "        ^ `bad_word` is bad\n"
        "\n"
        "Good:\n"
        "\n"
        "    x = 1\n"
    )
    assert run("rule", "FAPI101") == run("rule", "fapi101") == done
    assert "\x1b[1;31m        ^" in run("rule", "bad-word", "--color", "always").out


def test_rule_list(run: Command) -> None:
    lines = run("rule").out.splitlines()
    assert lines[0] == "suppression"
    assert any(re.match(r"  FAPI101 error   bad-word +bad_word is written here$", line) for line in lines)
    assert any(line.endswith("(strict)") for line in lines)


def test_all_manuals(run: Command) -> None:
    out = run("rule", "--all").out
    assert out.index("FAPI001 unused-ignore") < out.index("FAPI101 bad-word") < out.index("FAPI201 ugly-word")


def test_rule_as_json(run: Command) -> None:
    page = json.loads(run("rule", "ugly-word", "--output-format", "json").out)
    assert (page["code"], page["fix"], page["severity"]) == ("FAPI201", "unsafe", "warning")
    assert page["manual"].startswith("ugly_word is written here.\n")
    listed = json.loads(run("rule", "--output-format", "json").out)
    assert "manual" not in listed[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rule", "bad-wrd"], "there is no rule `bad-wrd`, did you mean `bad-word`?"),
        (["rule", "zzz"], "there is no rule `zzz`; `fastapi-lint rule` lists all rules"),
        (["rule", "--all", "bad-word"], "name a rule or say `--all`, not both"),
        (["rule", "--output-format", "xml"], "`--output-format xml`: expected text or json"),
        (["config", "selct"], "there is no key `selct`, did you mean `select`?"),
        (["server", "now"], "`server` takes no argument `now`"),
    ],
)
def test_errors(run: Command, arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"fastapi-lint: error: {message}")


def test_rule_tells_of_broken_plugins(run: Command) -> None:
    done = run("rule", "bad-word", fake="plugin")
    assert done.code == 2
    assert "plugin `acme` cannot be loaded" in done.err
    assert done.out.startswith("FAPI101")


def test_config_describes_every_key(run: Command) -> None:
    assert set(KEYS) == set(DESCRIPTIONS)
    out = run("config").out
    assert all(f"\n{key}\n" in f"\n{out}" for key in KEYS)
    assert run("config", "unsafe-fixes").out == (
        "unsafe-fixes\n"
        "  Whether `--fix` also applies fixes that may change behaviour.\n"
        "  type: true or false\n"
        "  default: false\n\n"
    )


def test_clean(run: Command, project: Path) -> None:
    assert run("clean").out == f"There is no cache at {project}/.fastapi_lint_cache\n"
    cache = project / ".fastapi_lint_cache"
    cache.mkdir()
    (cache / "cache.db").write_text("")
    assert run("clean") == (0, f"Removed {cache}\n", "")
    assert not cache.exists()


def test_clean_removes_nothing_that_is_not_a_cache(run: Command, project: Path) -> None:
    done = run("clean", "--cache-dir", "app")
    assert done.code == 2
    assert "may not be a cache" in done.err
    assert (project / "app/main.py").exists()
    (project / "app/CACHEDIR.TAG").write_text("")
    assert run("clean", "--cache-dir", "app").code == 0


def test_server_without_pygls(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = run("server", "--stdio")
    assert done.code == 2
    assert (
        done.err == "fastapi-lint: error: the language server needs pygls: pip install 'fastapi-lint[lsp]'\n"
    )
