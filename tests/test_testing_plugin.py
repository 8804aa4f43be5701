"""The pytest plugin, ``assert_rule``, and the runner of fixture cases."""

from __future__ import annotations

import inspect
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fastapi_lint.examples import ExampleError
from fastapi_lint.rule import Rule
from fastapi_lint.testing import PromiseError, assert_rule, cases

pytest_plugins = ["pytester"]

CHECK = """
import re
from fastapi_lint import Applicability, Context, Edit, Findings, Fix, Module, Options, Rule, Severity, Span

class Words(Options):
    word: str = "bad"
    new: str | None = "good"

rule = Rule(__name__, "HOUSE1", Severity.WARNING, since="1.0", options=Words, group="all")

@rule.on(Module)
def check(module: Module, ctx: Context) -> Findings:
    for match in re.finditer(ctx.options.word, module.source.text):
        fix = None
        if ctx.options.new is not None:
            fix = ctx.fix("say it better", ctx.replace(Span(*match.span()), ctx.options.new))
        yield ctx.finding(Span(*match.span()), f"`{match[0]}` is a bad word", fix=fix)
"""

MANUAL = """
A bad word.

Bad:

    x = "bad"
         ^^^ `bad` is a bad word

Good:

    x = "good"
"""

LoadRule = Callable[..., Rule]


def module_text(manual: str = MANUAL, check: str = CHECK) -> str:
    return f'"""{inspect.cleandoc(manual)}\n"""\n{check}'


@pytest.fixture
def load_rule(monkeypatch: pytest.MonkeyPatch) -> LoadRule:
    """Makes a rule of a manual page and a check."""

    def load(manual: str = MANUAL, check: str = CHECK, name: str = "bad_word") -> Rule:
        module = types.ModuleType(f"house.words.{name}")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(compile(module_text(manual, check), f"{name}.py", "exec"), module.__dict__)
        rule = module.__dict__["rule"]
        assert isinstance(rule, Rule)
        return rule

    return load


# --- promises ------------------------------------------------------------------------------------


def test_a_rule_that_keeps_its_promises(load_rule: LoadRule) -> None:
    assert_rule(load_rule())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("     ^^^ `", "    ^^^^ `", "bad-word::bad: the code is reported otherwise"),
        ("is a bad word", "is a word", "-     ^^^ `bad` is a word\n+     ^^^ `bad` is a bad word"),
        ('x = "good"', 'x = "bad"', "bad-word::good: the code is not clean"),
        ('x = "good"', 'x = "fine"', "bad-word::fix: the code fixed, is not the Good block"),
        ('x = "bad"', 'x = "bad', "bad-word::bad: the block cannot be linted"),
    ],
)
def test_broken_promises(load_rule: LoadRule, old: str, new: str, message: str) -> None:
    with pytest.raises(PromiseError) as raised:
        assert_rule(load_rule(MANUAL.replace(old, new)))
    assert message in str(raised.value)


def test_a_rule_that_raises(load_rule: LoadRule) -> None:
    with pytest.raises(PromiseError, match="ZeroDivisionError"):
        assert_rule(load_rule(check=CHECK.replace("fix = None", "1 / 0")))


def test_a_fix_that_breaks_the_syntax(load_rule: LoadRule) -> None:
    with pytest.raises(PromiseError, match=r"the fix fails\n`bad-word`: a fix breaks the syntax"):
        assert_rule(load_rule(check=CHECK.replace('= "good"', "= '\"'")))


def test_a_fix_needs_a_good_block(load_rule: LoadRule) -> None:
    with pytest.raises(PromiseError, match="no Good block"):
        assert_rule(load_rule(MANUAL.partition("Good:")[0]))


def test_without_a_fix_good_may_be_anything_clean(load_rule: LoadRule) -> None:
    assert_rule(load_rule(MANUAL.replace('"good"', '"something else"'), CHECK.replace('"good"', "None")))
    assert_rule(load_rule(MANUAL.partition("Good:")[0], CHECK.replace('"good"', "None")))


def test_settings_and_several_files(load_rule: LoadRule) -> None:
    manual = """
        Words.

        Bad:

            -- pyproject.toml --
            [tool.fastapi-lint.rules.bad-word]
            word = "worse"
            -- app/__init__.py --
            -- app/main.py --
            x = "bad, worse"
                      ^^^^^ `worse` is a bad word

        Good:

            -- pyproject.toml --
            [tool.fastapi-lint.rules.bad-word]
            word = "worse"
            -- app/__init__.py --
            -- app/main.py --
            x = "bad, good"
    """
    assert_rule(load_rule(manual))


def test_a_rule_without_examples(load_rule: LoadRule) -> None:
    with pytest.raises(ExampleError, match="bad-word: docstring line 1: there is no `Bad:` block"):
        assert_rule(load_rule("A bad word."))


# --- the plugin ----------------------------------------------------------------------------------


@pytest.fixture
def house(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.Pytester]:
    """A project with a package of rules, one of which breaks a promise."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyprojecttoml(
        """
        [tool.pytest.ini_options]
        addopts = "-p fastapi_lint.testing -p no:cacheprovider"
        pythonpath = "."
        fastapi_lint_rules = "house"
        """
    )
    words = pytester.mkpydir("house") / "words"
    words.mkdir()
    (words / "__init__.py").touch()
    (words / "bad_word.py").write_text(module_text(), "utf-8")
    wrong = module_text(MANUAL.replace('"good"', '"fine"')).replace("HOUSE1", "HOUSE2")
    (words / "worse_word.py").write_text(wrong, "utf-8")
    (words / "wordless.py").write_text(module_text("No page.").replace("HOUSE1", "HOUSE3"), "utf-8")
    pytester.makepyfile(test_nothing="def test_nothing(): pass")
    yield pytester


def test_the_ini_option_adds_the_promises_to_a_full_run(house: pytest.Pytester) -> None:
    result = house.runpytest_subprocess("-v")
    result.assert_outcomes(passed=6, failed=2)
    result.stdout.fnmatch_lines_random(
        [
            "test_nothing.py::test_nothing PASSED*",
            "bad-word::bad PASSED*",
            "bad-word::good PASSED*",
            "bad-word::fix PASSED*",
            "worse-word::fix FAILED*",
            "wordless::docstring FAILED*",
        ]
    )
    result.stdout.fnmatch_lines(
        ["worse-word::fix: the code fixed, is not the Good block", '-x = "fine"', '+x = "good"']
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_promises_can_be_chosen_by_name(house: pytest.Pytester) -> None:
    house.runpytest_subprocess("-k", "bad-word and not fix").assert_outcomes(passed=2, deselected=6)


def test_a_run_of_a_file_is_left_alone_unless_the_flag_is_given(house: pytest.Pytester) -> None:
    house.runpytest_subprocess("test_nothing.py").assert_outcomes(passed=1)
    house.runpytest_subprocess("test_nothing.py", "--fastapi-lint-rules").assert_outcomes(passed=6, failed=2)


def test_nothing_happens_unless_asked_for(house: pytest.Pytester) -> None:
    house.runpytest_subprocess("-o", "fastapi_lint_rules=").assert_outcomes(passed=1)


def test_the_flag_alone_means_every_installed_rule(house: pytest.Pytester) -> None:
    info = house.mkdir("house-1.0.dist-info")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(
        "[fastapi_lint.rules]\nhouse = house\nbroken = no_such_module\n", "utf-8"
    )
    result = house.runpytest_subprocess(
        "-o", "fastapi_lint_rules=", "--fastapi-lint-rules", "-v", "-k", "bad-word or plugin"
    )
    result.stdout.fnmatch_lines_random(["bad-word::fix PASSED*", "*plugin FAILED*"])
    result.stdout.fnmatch_lines(["*plugin `house` (entry point `broken = no_such_module`) cannot be loaded*"])


def test_a_package_that_does_not_exist_is_a_usage_error(house: pytest.Pytester) -> None:
    result = house.runpytest_subprocess("-o", "fastapi_lint_rules=no_such_package")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*cannot import `no_such_package`*"])


def test_loading_the_plugin_is_cheap() -> None:
    heavy = "{'libcst', 'msgspec', 'rich', 'typer', 'fastapi_lint.source', 'fastapi_lint.session'}"
    code = f"import sys, fastapi_lint.testing; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


# --- cases ---------------------------------------------------------------------------------------


def write_files(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def test_cases_are_found_by_layout(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "words/bad-word/one.py": "",
            "words/bad-word/one.fixed.py": "",
            "words/bad-word/two/main.py": "",
            "words/bad-word/two/app/other.py": "",
            "words/bad-word/__pycache__/one.pyc": "",
            "words/bad-word/README.md": "",
        },
    )
    found = cases(tmp_path)
    assert [case.name for case in found] == ["words/bad-word/one.py", "words/bad-word/two"]
    assert [case.fixed is None for case in found] == [False, True]
    assert list(found[1].files) == ["app/other.py", "main.py"]
    assert [case.name for case in cases(tmp_path / "words" / "bad-word", "*")] == ["one.py", "two"]


def test_a_fixed_text_without_a_case_is_an_error(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/b/one.fixed.py": ""})
    with pytest.raises(ValueError, match="there is no case"):
        cases(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        'x = "bad"  # expect: bad-word\n',
        'x = "bad"  # expect: bad-word(warning)\n',
        'x = "bad bad"  # expect: bad-word, bad-word(warning)\n',
        'def f():\n    # expect-next: bad-word\n    x = "bad"\n',
        'x = "bad"  # expect: bad-word\r\n',
        'x = "good"\n',
        '# settings: rules.bad-word.word = "worse"\n# settings: src = []\nx = "worse"  # expect: bad-word\n',
        'x = "bad"  # fastapi-lint: ignore[bad-word] a reason\n',
    ],
)
def test_cases_that_hold(tmp_path: Path, load_rule: LoadRule, text: str) -> None:
    (case,) = cases(write_files(tmp_path, {"case.py": text}), "*")
    assert "expect" not in "".join(case.files.values())
    assert case.check([load_rule()]) == ""


def test_what_differs_is_shown_in_the_code(tmp_path: Path, load_rule: LoadRule) -> None:
    text = 'a = "good"  # expect: bad-word\nb = "bad"\nc = "bad"  # expect: bad-word(error)\n'
    (case,) = cases(write_files(tmp_path, {"case.py": text}), "*")
    lines = case.check([load_rule()]).splitlines()
    assert lines[:2] == ["--- expected", "+++ found"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        '-a = "good"  # expect: bad-word',
        '-b = "bad"',
        '-c = "bad"  # expect: bad-word(error)',
        '+a = "good"',
        '+b = "bad"  # expect: bad-word(warning)',
        '+c = "bad"  # expect: bad-word(warning)',
    ]


def test_fixed_files(tmp_path: Path, load_rule: LoadRule) -> None:
    files = {
        "one.py": 'x = "bad"  # expect: bad-word\n',
        "one.fixed.py": 'x = "good"\n',
        "two/pyproject.toml": '[tool.fastapi-lint.rules.bad-word]\nnew = "fine"\n',
        "two/main.py": 'x = "bad"  # expect: bad-word\n',
        "two/other.py": "",
        "two.fixed/main.py": 'x = "fine"\n',
    }
    one, two = cases(write_files(tmp_path, files), "*")
    assert one.check([load_rule()]) == ""
    assert two.check([load_rule()]) == ""
    (tmp_path / "one.fixed.py").write_text('x = "better"\n')
    wrong = cases(tmp_path, "*")[0].check([load_rule()])
    assert wrong.startswith("--- expected after fixes\n+++ fixed\n")
    assert '-x = "better"\n+x = "good"' in wrong


def test_code_that_does_not_parse_is_no_silent_case(tmp_path: Path, load_rule: LoadRule) -> None:
    (case,) = cases(write_files(tmp_path, {"case.py": "x = (\n"}), "*")
    assert "+syntax-error: /example/main.py" in case.check([load_rule()])
