"""Whatever is wrong with the input: a message that says so, the right exit code, and the rest is judged."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType

import pytest
from console import (
    FIXTURES,
    OLD_NAME,
    RAISES,
    SLEEP,
    SLEEP_IS_FOUND,
    concise,
    contents,
    install_rules,
    run,
    write,
)

from fastapi_lint.registry import load
from fastapi_lint.result import ProblemKind
from fastapi_lint.rule import Rule
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load as load_settings
from fastapi_lint.workspace.config import override
from fastapi_lint.workspace.files import MemoryFiles, UnreadableFile

BROKEN = FIXTURES / "broken"
SELECT = ("--select", "blocking-sleep")

SYNTAX = r"\d+:\d+: syntax-error: \S.*"
UNREADABLE = r"1:1: unreadable: "
REFUSED = {
    # Rows are those that every supported Python gives; most messages differ.
    "syntax_error.py": rf"9:{SYNTAX[4:]}",
    "unclosed_string.py": SYNTAX,
    "bad_indentation.py": rf"11:{SYNTAX[4:]}",
    "mixed_tabs.py": rf"11:{SYNTAX[4:]}",
    "python2.py": SYNTAX,
    "merge_conflict.py": SYNTAX,
    "backslash_at_end.py": rf"12:{SYNTAX[4:]}",
    "nul_byte.py": rf"{UNREADABLE}contains NUL bytes.*",
    "latin1_without_cookie.py": rf"{UNREADABLE}cannot be decoded: 'utf-8' codec.*",
    "lone_surrogate.py": rf"{UNREADABLE}cannot be decoded: 'utf-8' codec.*",
    "unknown_cookie.py": rf"{UNREADABLE}cannot be decoded: unknown encoding: klingon",
    "not_a_text_codec.py": rf"{UNREADABLE}'rot13' is not a text encoding.*",
    "bom_and_latin1_cookie.py": rf"{UNREADABLE}cannot be decoded: \S.*",
    "utf16.py": rf"{UNREADABLE}cannot be decoded: \S.*",
}
EMPTY = ("empty.py", "only_newlines.py", "only_comments.py", "only_a_comment_without_newline.py")
FOUND = {
    "bom_crlf.py": ":10:5",
    "latin1_with_cookie.py": ":11:5",
    "mixed_newlines.py": ":8:5",
    "carriage_returns.py": ":10:5",
    "form_feeds.py": ":10:6",
    "line_separators.py": ":10:5",
    "wide_characters.py": ":10:25",
    "no_final_newline.py": ":10:5",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project with one finding; what a test adds to it must not hide that."""
    return write(tmp_path / "shop", {"pyproject.toml": "[project]\nname = 'shop'\n", "app/main.py": SLEEP})


# --- the content of files ------------------------------------------------------------------------


def test_every_broken_file_is_known() -> None:
    made = "deep_nesting.py"
    known = {*REFUSED, *EMPTY, *FOUND, made}
    assert {path.name for path in BROKEN.glob("*.py")} == known


def test_files_that_python_refuses(shop: Path) -> None:
    write(shop, {f"app/{name}": (BROKEN / name).read_bytes() for name in REFUSED})
    before = contents(shop)
    done = concise(*SELECT, "--fix", "--unsafe-fixes", cwd=shop)
    assert done.code == 2
    for name, message in REFUSED.items():
        lines = [line for line in done.out.splitlines() if line.startswith(f"app/{name}:")]
        assert len(lines) == 1 and re.fullmatch(f"app/{name}:{message}", lines[0]), lines
    assert f"{len(REFUSED)} problems kept fastapi-lint from judging everything." in done.out
    after = contents(shop)
    assert {name for name in before if before[name] != after[name]} == {"app/main.py"}


def test_other_files_are_judged(shop: Path) -> None:
    write(shop, {f"app/{name}": (BROKEN / name).read_bytes() for name in REFUSED})
    assert f"app/main.py{SLEEP_IS_FOUND}" in concise(*SELECT, cwd=shop).out


def test_files_that_python_accepts(shop: Path) -> None:
    names = [*EMPTY, *FOUND]
    write(shop, {f"app/{name}": (BROKEN / name).read_bytes() for name in names})
    before = contents(shop)
    done = concise(*SELECT, cwd=shop)
    assert done.code == 1
    for name, place in FOUND.items():
        lines = [line for line in done.out.splitlines() if line.startswith(f"app/{name}:")]
        assert len(lines) == 1 and lines[0].startswith(f"app/{name}{place}"), (name, lines)
    assert not any(name in done.out for name in EMPTY)

    fixed = concise(*SELECT, "--fix", "--unsafe-fixes", cwd=shop)
    assert fixed.code == 0, fixed.text
    after = contents(shop)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"app/main.py", *(f"app/{name}" for name in FOUND)}
    for name in FOUND:
        assert _unfixed(after[f"app/{name}"]) == before[f"app/{name}"]


def _unfixed(data: bytes) -> bytes:
    return data.replace(b"await asyncio.sleep", b"time.sleep").replace(b"import asyncio", b"import time")


def _deep_nesting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deep_nesting", BROKEN / "deep_nesting.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("depth", [60, 150, 1_500, 20_000])
def test_deep_nesting(shop: Path, depth: int) -> None:
    """LibCST ends the process somewhere above a thousand open brackets: it must never see them."""
    kinds = _deep_nesting().KINDS
    for name, kind in kinds.items():
        write(shop, {f"app/deep_{name}.py": kind(depth)} if depth <= 1_500 or _is_cheap(name) else {})
    plugin = install_rules(shop.parent / "plugin", {"old_name": OLD_NAME})  # looks at every node
    done = concise("--select", "blocking-sleep,old-name", cwd=shop, PYTHONPATH=plugin)
    assert f"app/main.py{SLEEP_IS_FOUND}" in done.out
    assert done.code == (1 if depth == 60 else done.code)
    for line in done.out.splitlines():
        assert "internal-error" not in line, line


def _is_cheap(name: str) -> bool:
    # LibCST needs minutes for a sum of that many terms.
    return name in ("parentheses", "lists", "calls", "lambdas")


def test_python_that_libcst_refuses(shop: Path) -> None:
    """Only rules about syntax cannot judge such a file, and only they say so."""
    plugin = install_rules(shop.parent / "plugin", {"old_name": OLD_NAME})
    write(shop, {"app/odd.py": SLEEP + "\n\n(answer): int = 42\n", "app/other.py": "old = 1\n"})
    done = concise(*SELECT, cwd=shop)
    assert done.code == 1, done.text
    assert f"app/odd.py{SLEEP_IS_FOUND}" in done.out
    done = concise("--select", "blocking-sleep,old-name", cwd=shop, PYTHONPATH=plugin)
    assert done.code == 2, done.text
    assert re.search(
        r"^app/odd.py:\d+:\d+: syntax-error: LibCST cannot read what Python can: ", done.out, re.M
    )
    assert f"app/odd.py{SLEEP_IS_FOUND}" in done.out
    assert "app/other.py:1:1: ZZZ101 " in done.out


def test_ten_megabytes(shop: Path) -> None:
    line = f'ROWS = {{"title": "{"a book " * 200}", "price": 12.5, "stock": [1, 2, 3]}}\n'
    write(shop, {"app/data.py": line * (10_000_000 // len(line))})
    done = concise(*SELECT, cwd=shop)
    assert done.code == 1
    assert f"app/main.py{SLEEP_IS_FOUND}" in done.out


# --- the tree ------------------------------------------------------------------------------------


def test_a_file_that_may_not_be_read(shop: Path) -> None:
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("the superuser may read everything; see test_files_that_fail")
    write(shop, {"app/secret.py": SLEEP})
    (shop / "app/secret.py").chmod(0)
    done = concise(*SELECT, cwd=shop)
    assert done.code == 2
    assert "app/secret.py:1:1: unreadable: permission denied" in done.out
    assert f"app/main.py{SLEEP_IS_FOUND}" in done.out


class _Failing(MemoryFiles):
    """Files of which some are there when the tree is walked, and cannot be read afterwards."""

    reasons: dict[str, str]

    def read(self, path: str) -> bytes:
        if path in self.reasons:
            raise UnreadableFile(path, self.reasons[path])
        return super().read(path)


def test_files_that_fail() -> None:
    files = _Failing(dict.fromkeys(["/shop/a.py", "/shop/b.py", "/shop/main.py"], SLEEP))
    files.reasons = {"/shop/a.py": "no such file or directory", "/shop/b.py": "permission denied"}
    settings = override(load_settings(["/shop"], files=files), select=["blocking-sleep"])
    result = Session(files, settings, load().rules, strict=True).check()
    assert [(problem.kind, problem.path, problem.message) for problem in result.problems] == [
        (ProblemKind.UNREADABLE, "/shop/a.py", "no such file or directory"),
        (ProblemKind.UNREADABLE, "/shop/b.py", "permission denied"),
    ]
    assert [finding.path for finding in result.findings] == ["/shop/main.py"]


def test_links_that_lead_in_circles(shop: Path) -> None:
    (shop / "app/loop").symlink_to(shop, target_is_directory=True)
    (shop / "app/self.py").symlink_to(shop / "app/self.py")
    (shop / "app/gone.py").symlink_to(shop / "nowhere.py")
    (shop / "app/again.py").symlink_to(shop / "app/main.py")
    done = concise(*SELECT, cwd=shop)
    assert done.out.count("FAPI101") == 1
    assert f"app/main.py{SLEEP_IS_FOUND}" in done.out
    assert done.code == 1, done.text


def test_a_dangling_link_by_name(shop: Path) -> None:
    (shop / "app/gone.py").symlink_to(shop / "nowhere.py")
    done = concise(*SELECT, "app/gone.py", cwd=shop)
    assert done.code == 2
    assert "app/gone.py" in done.out and "no such file or directory" in done.out


def test_an_empty_directory(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("empty", cwd=tmp_path)
    assert (done.code, done.out) == (0, "No findings in 0 files.\n")
    assert done.err.startswith("fastapi-lint: warning: no Python files to check")


def test_no_python_at_all(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "# Shop\n", "static/app.js": "let x = (\n"})
    done = run(cwd=tmp_path)
    assert done.code == 0
    assert "no Python files to check" in done.err


def test_a_missing_path(shop: Path) -> None:
    done = concise(*SELECT, "app", "ap", cwd=shop)
    assert done.code == 2
    assert "ap:1:1: missing-path: no such file or directory" in done.out
    assert f"app/main.py{SLEEP_IS_FOUND}" in done.out


# --- the configuration ---------------------------------------------------------------------------


def _refusal(shop: Path, pyproject: str) -> str:
    write(shop, {"pyproject.toml": pyproject})
    done = run("app", cwd=shop)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith(f"fastapi-lint: error: {shop}/pyproject.toml: ")
    return done.err


def test_broken_toml(shop: Path) -> None:
    assert "line 2" in _refusal(shop, "[tool.fastapi-lint]\nselect = nope\n")


def test_an_unknown_key(shop: Path) -> None:
    message = _refusal(shop, '[tool.fastapi-lint]\nselct = ["default"]\n')
    assert "`selct`" in message and "did you mean `select`?" in message


def test_an_unknown_rule(shop: Path) -> None:
    message = _refusal(shop, '[tool.fastapi-lint]\nselect = ["blocking-slep"]\n')
    assert "`blocking-slep`" in message and "did you mean `blocking-sleep`?" in message


def test_a_value_of_the_wrong_type(shop: Path) -> None:
    assert "`exclude`" in _refusal(shop, '[tool.fastapi-lint]\nexclude = "migrations"\n')


def test_an_unknown_option(shop: Path) -> None:
    done = run("app", "--selct", "default", cwd=shop)
    assert done.code == 2
    assert "--selct" in done.err and "--select" in done.err


# --- rules ---------------------------------------------------------------------------------------


def test_a_rule_that_raises(shop: Path) -> None:
    plugin = install_rules(shop.parent / "plugin", {"raises": RAISES, "old_name": OLD_NAME})
    write(shop, {"app/other.py": "old = 1\n\n\ndef fast() -> None: ...\n"})
    done = concise("--select", "raises,old-name,blocking-sleep", cwd=shop, PYTHONPATH=plugin)
    assert done.code == 2
    assert "app/main.py:1:1: internal-error: rule `raises` failed: ZeroDivisionError" in done.out
    assert f"app/main.py{SLEEP_IS_FOUND}" in done.out
    assert "app/other.py:1:1: ZZZ101 " in done.out
    assert "app/other.py:4:" in done.out, "the rule that raises in one file works in the others"
    assert "a rule failed, which is a bug; please report" in done.err


def test_a_rule_that_raises_is_not_remembered(shop: Path) -> None:
    """The next run must not find a clean result in the cache."""
    plugin = install_rules(shop.parent / "plugin", {"raises": RAISES})
    for _ in range(2):
        assert concise("--select", "raises", cwd=shop, PYTHONPATH=plugin).code == 2


def test_in_tests_the_error_comes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(install_rules(tmp_path, {"raises": RAISES}))
    rule: Rule = importlib.import_module("e2e_rules.house.raises").rule
    files = MemoryFiles({"/shop/main.py": SLEEP})
    settings = override(load_settings(["/shop"], files=files), select=["raises"])
    with pytest.raises(ZeroDivisionError):
        Session(files, settings, [rule], strict=True).check()
