"""Configuration: where settings come from, and what every mistake in them is answered with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fastapi_lint.finding import Confidence, Severity
from fastapi_lint.workspace.config import ConfigError, find_root, load, override
from fastapi_lint.workspace.settings import KEYS, Settings

TABLE = "[tool.fastapi-lint]\n"


def configured(tmp_path: Path, text: str, **options: Any) -> Settings:
    (tmp_path / "pyproject.toml").write_text(TABLE + text)
    return load([str(tmp_path)], **options)


def test_everything_can_be_configured(tmp_path: Path) -> None:
    settings = configured(
        tmp_path,
        """
        select = ["strict"]
        extend-select = ["FAPI1"]
        ignore = ["blocking-sleep"]
        exclude = ["a"]
        extend-exclude = ["b"]
        per-file-ignores = { "tests/*" = ["FAPI1"] }
        severity = { blocking-sleep = "info" }
        rules = { blocking-sleep = { allow-short = true } }
        respect-gitignore = false
        min-severity = "warning"
        min-confidence = "low"
        target-fastapi = ">=0.100,<0.120"
        test-paths = ["checks/"]
        """,
    )
    assert settings.root == str(tmp_path)
    assert (settings.select, settings.extend_select) == (("strict",), ("FAPI1",))
    assert settings.per_file_ignores == {"tests/*": ("FAPI1",)}
    assert settings.severity == {"blocking-sleep": Severity.INFO}
    assert settings.rules == {"blocking-sleep": {"allow-short": True}}
    assert (settings.min_severity, settings.min_confidence) == (Severity.WARNING, Confidence.LOW)
    assert not settings.respect_gitignore
    assert settings.origin("select") == str(tmp_path / "pyproject.toml")


def test_the_defaults(tmp_path: Path) -> None:
    settings = load([str(tmp_path)])
    assert settings.select == ("default",)
    assert (settings.min_severity, settings.min_confidence) == (Severity.INFO, Confidence.MEDIUM)
    assert ".venv" in settings.exclude and settings.respect_gitignore
    assert "origins" not in KEYS and "root" not in KEYS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key `selct`, did you mean `select`?"),
        ("extend_select = []", "unknown key `extend_select`, did you mean `extend-select`?"),
        ("root = '/'", "unknown key `root`, expected one of `select`, "),
        ("select = 'FAPI1'", '`select` is "FAPI1", expected an array of strings'),
        ("select = ['FAPI1', 2]", "`select[1]` is `2`, expected a string"),
        ("force-exclude = 'yes'", '`force-exclude` is "yes", expected true or false'),
        ("per-file-ignores = []", "`per-file-ignores` is an array, expected a table"),
        (
            "per-file-ignores = { 'a.py' = 'x' }",
            '`per-file-ignores."a.py"` is "x", expected an array',
        ),
        ("rules = { blocking-sleep = 1 }", '`rules."blocking-sleep"` is `1`, expected a table'),
        ("min-severity = 'high'", '`min-severity` is "high", expected `info`, `warning` or `error`'),
        ("min-confidence = 2", "`min-confidence` is `2`, expected `low`, `medium` or `high`"),
        ("severity = { x = 'fatal' }", '`severity.x` is "fatal", expected `info`, `warning` or `error`'),
        ("severity = 'info'", '`severity` is "info", expected a table'),
        ("cache-dir = false", "`cache-dir` is `false`, expected a string"),
        (
            "target-fastapi = 'latest'",
            '`target-fastapi` is "latest", expected a version or a range',
        ),
        ("target-python = 'py'", '`target-python` is "py", expected a version or a range'),
    ],
)
def test_every_mistake_names_file_key_and_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path}/pyproject.toml: {message}")
    assert not str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"select = [\n'x'\nignore = ]", "is no valid TOML: .*line 4"),
        (b"# ok\n# \xff\n", r"is no valid TOML: not UTF-8 \(at line 3\)"),
    ],
)
def test_broken_toml_names_file_and_line(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(TABLE.encode() + data)
    with pytest.raises(ConfigError, match=f"^{tmp_path}/pyproject.toml: {message}"):
        load([str(tmp_path)])


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xef\xbb\xbf" + TABLE.encode() + b"ignore = ['x']\r\n")
    assert load([str(tmp_path)]).ignore == ("x",)


def test_the_table_must_be_a_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\nfastapi-lint = 1\n")
    with pytest.raises(
        ConfigError, match=r"`tool.fastapi-lint` is no table, expected `\[tool.fastapi-lint\]`"
    ):
        load([str(tmp_path)])


def test_the_root(tmp_path: Path) -> None:
    app = tmp_path / "repo/service/app"
    app.mkdir(parents=True)
    (app / "main.py").write_text("")
    assert find_root([str(app)]) == str(app)
    (tmp_path / "repo/.git").mkdir()
    assert find_root([str(app)]) == str(tmp_path / "repo")
    (app.parent / "pyproject.toml").write_text("[tool.other]\nname = 'uses fastapi-lint'")
    assert find_root([str(app / "main.py")]) == str(app.parent)
    (tmp_path / "repo/pyproject.toml").write_text(TABLE)
    assert find_root([str(app / "main.py")]) == str(tmp_path / "repo")
    assert find_root([str(app), str(tmp_path)]) == str(tmp_path)


def test_a_broken_file_of_somebody_else_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.black\n")
    (tmp_path / "sub").mkdir()
    assert find_root([str(tmp_path / "sub")]) == str(tmp_path)


def test_config_names_a_file(tmp_path: Path) -> None:
    bare, other, empty = (
        tmp_path / "fastapi-lint.toml",
        tmp_path / "o" / "pyproject.toml",
        tmp_path / "pyproject.toml",
    )
    other.parent.mkdir()
    bare.write_text("ignore = ['bare']")
    other.write_text(TABLE + "ignore = ['other']")
    empty.write_text("[project]")
    assert load([str(tmp_path)], config=[str(bare)]).ignore == ("bare",)
    assert load([str(tmp_path)], config=[str(other)], isolated=True).ignore == ("other",)
    with pytest.raises(
        ConfigError, match=r"pyproject.toml: has no `\[tool.fastapi-lint\]`, add the table or drop"
    ):
        load([str(tmp_path)], config=[str(empty)])
    with pytest.raises(ConfigError, match=r"gone.toml: cannot be read: no such file"):
        load([str(tmp_path)], config=[str(tmp_path / "gone.toml")])
    with pytest.raises(ConfigError, match=r"command line: `--config` names several files"):
        load([str(tmp_path)], config=[str(bare), str(other)])


def test_config_sets_single_keys(tmp_path: Path) -> None:
    text = "select = ['strict']\nrules = { a = { x = 1, y = 1 } }"
    items = ["rules.a.x=2", "target-python='3.12'", 'per-file-ignores."t/*"=["FAPI1"]']
    settings = configured(tmp_path, text, config=items)
    assert settings.rules == {"a": {"x": 2, "y": 1}}
    assert settings.target_python == "3.12" and settings.select == ("strict",)
    assert settings.per_file_ignores == {"t/*": ("FAPI1",)}
    assert settings.origin("target-python") == "command line"


def test_mistakes_in_config_items(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"strings need quotes: `--config 'target-python=\"py311\"'`"):
        load([str(tmp_path)], config=["target-python=py311"])
    with pytest.raises(ConfigError, match=r"^command line: unknown key `slect`, did you mean `select`"):
        load([str(tmp_path)], config=["slect=['x']"])


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    settings = configured(tmp_path, "ignore = ['x']", isolated=True, config=["select=['strict']"])
    assert settings.ignore == () and settings.select == ("strict",)


def test_the_command_line_wins(tmp_path: Path) -> None:
    settings = configured(
        tmp_path, "extend-select = ['a']\nignore = ['b']\nexclude = ['x']\nseverity = { a = 'info' }"
    )
    added = override(settings, ignore=("c",), extend_exclude=["y"], severity={"b": "error"}, exclude=None)
    assert (added.extend_select, added.ignore, added.exclude) == (("a",), ("b", "c"), ("x",))
    assert added.severity == {"a": Severity.INFO, "b": Severity.ERROR}
    afresh = override(settings, select=("z",), ignore=("c",), min_severity="error")
    assert (afresh.select, afresh.extend_select, afresh.ignore) == (("z",), (), ("c",))
    assert afresh.min_severity is Severity.ERROR and afresh.origin("select") == "command line"
    with pytest.raises(ConfigError, match=r'^command line: `min-severity` is "bad", expected `info`'):
        override(settings, min_severity="bad")


def test_the_signature_is_stable_and_sees_what_matters(tmp_path: Path) -> None:
    one, two = (
        Settings(root="/a", per_file_ignores={"x": (), "y": ()}),
        Settings(root="/b", output_format="json"),
    )
    two = override(two, per_file_ignores={"y": [], "x": []})
    assert one.signature() == two.signature()
    assert one.signature() != Settings().signature() != Settings(target_fastapi="0.100").signature()


def test_nothing_heavy_is_imported_for_a_plain_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(TABLE + "ignore = ['x']")
    script = (
        "import sys; from fastapi_lint.workspace.config import load; load([sys.argv[1]])\n"
        "print([name for name in ('packaging', 'pathspec', 'libcst', 'pydantic') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
