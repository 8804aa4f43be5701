"""Choosing fixes, applying them in rounds, writing them back."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from fastapi_lint.finding import Applicability, Edit, Finding, Fix, ImportRequest, Severity, Span, Suppression
from fastapi_lint.fix import apply, apply_edits, combine, diff, imports_as_edits, write
from fastapi_lint.fix.apply import ROUNDS, Fixed
from fastapi_lint.result import Result
from fastapi_lint.source import Source
from fastapi_lint.workspace.files import FileSystem, MemoryFiles, UnreadableFile

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY
A, B = "/p/a.py", "/p/b.py"


def edit(start: int, end: int, text: str, path: str = A) -> Edit:
    return Edit(path, Span(start, end), text)


def fix(*edits: Edit, imports: tuple[ImportRequest, ...] = (), message: str = "fix") -> Fix:
    return Fix(message, edits, SAFE, imports)


def sources(**texts: str) -> dict[str, Source]:
    return {f"/p/{name}.py": Source(f"/p/{name}.py", text) for name, text in texts.items()}


# --- combine -------------------------------------------------------------------------------------


def texts(files: dict[str, Source], *fixes: Fix) -> dict[str, str]:
    return combine(files, fixes).texts(files)


def test_edits_are_applied_in_the_order_of_the_text() -> None:
    assert apply_edits("abcd", [edit(3, 4, "D"), edit(0, 1, "A"), edit(1, 1, "-")]) == "A-bcD"


def test_insertions_of_one_fix_at_one_offset_keep_their_order() -> None:
    assert texts(sources(a="x"), fix(edit(0, 0, "2"), edit(0, 0, "1"))) == {A: "21x"}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ((0, 2), (2, 4), True),
        ((0, 3), (2, 4), False),
        ((0, 4), (1, 2), False),
        ((2, 2), (2, 2), False),
        ((2, 2), (3, 3), True),
        ((2, 2), (2, 4), False),
        ((0, 2), (2, 2), False),
    ],
)
def test_which_edits_of_two_fixes_go_together(
    one: tuple[int, int], other: tuple[int, int], together: bool
) -> None:
    first, second = fix(edit(*one, "11")), fix(edit(*other, "22"))
    for order in ([first, second], [second, first]):
        combined = combine(sources(a="abcd"), order)
        assert (len(combined.chosen), len(combined.waiting)) == ((2, 0) if together else (1, 1))
        assert combined.chosen[0] == min(first, second, key=lambda fix: fix.edits)


def test_fixes_may_share_an_edit() -> None:
    shared = edit(0, 1, "z")
    combined = combine(sources(a="abcd"), [fix(shared, edit(1, 2, "y")), fix(shared, edit(2, 3, "x"))])
    assert len(combined.chosen) == 2
    assert combined.edits == {A: [shared, edit(1, 2, "y"), edit(2, 3, "x")]}


def test_a_fix_is_atomic_over_its_files() -> None:
    files = sources(a="aaaa", b="bbbb")
    first = fix(edit(0, 2, "1"), message="first")
    second = fix(edit(1, 3, "2"), edit(0, 4, "2", B), message="second")
    combined = combine(files, [second, first])
    assert combined.waiting == [second]
    assert combined.texts(files) == {A: "1aa"}


def test_new_text_takes_the_newlines_of_the_file() -> None:
    files = sources(a="x = 1\r\ny = 2\r\n")
    assert texts(files, fix(edit(7, 7, "z = 3\n"))) == {A: "x = 1\r\nz = 3\r\ny = 2\r\n"}
    assert texts(files, fix(edit(7, 7, "z = 3\r\n"))) == {A: "x = 1\r\nz = 3\r\ny = 2\r\n"}


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (fix(edit(0, 1, "a")), "nothing"),
        (fix(), "nothing"),
        (fix(edit(0, 9, "a")), "beyond the end"),
        (fix(edit(2, 1, "a")), "beyond the end"),
        (fix(edit(0, 1, "x", "/elsewhere.py")), "`/elsewhere.py`"),
        (fix(edit(0, 3, "x"), edit(2, 4, "y")), "overlap"),
    ],
)
def test_fixes_that_can_never_be_applied_are_refused(refused: Fix, why: str) -> None:
    combined = combine(sources(a="abcd"), [refused])
    assert not combined.chosen and not combined.edits
    assert why in combined.refused[0][1]


ANNOTATED = ImportRequest(A, "typing", "Annotated")
DEPENDS = ImportRequest(A, "fastapi", "Depends")


def test_imports_are_placed_once() -> None:
    files = sources(a="import os\n\nx = 1\ny = 2\n")
    start = files[A].text.index
    ones = [
        fix(edit(start("1"), start("1") + 1, "3"), imports=(ANNOTATED,)),
        fix(edit(start("2"), start("2") + 1, "4"), imports=(ANNOTATED, DEPENDS)),
    ]
    (text,) = texts(files, *ones).values()
    assert text.count("from typing import Annotated") == 1
    assert text.count("from fastapi import Depends") == 1
    assert text.endswith("x = 3\ny = 4\n")
    compile(text, A, "exec")


def test_a_request_can_be_all_that_a_fix_has() -> None:
    assert "from typing import Annotated" in texts(sources(a="x = 1\n"), fix(imports=(ANNOTATED,)))[A]


def test_an_import_whose_name_is_taken_is_refused() -> None:
    combined = combine(sources(a="Annotated = 1\n"), [fix(edit(12, 13, "2"), imports=(ANNOTATED,))])
    assert "cannot be placed" in combined.refused[0][1]
    assert not combined.edits


def test_imports_of_one_name_from_two_modules_do_not_go_together() -> None:
    other = ImportRequest(A, "typing_extensions", "Annotated")
    ones = [fix(edit(0, 1, "y"), imports=(ANNOTATED,)), fix(edit(4, 5, "2"), imports=(other,))]
    combined = combine(sources(a="x = 1\n"), ones)
    assert combined.chosen == ones[:1]
    assert combined.waiting == ones[1:]


def test_an_import_may_be_merged_into_a_line_that_no_other_fix_changes() -> None:
    files = sources(a="from fastapi import FastAPI\nx = 1\n")
    needs = fix(edit(32, 33, "Depends()"), imports=(DEPENDS,), message="needs")
    assert texts(files, needs)[A].startswith("from fastapi import Depends, FastAPI\n")
    rewrites = fix(edit(0, 27, "import fastapi"), message="rewrites")
    combined = combine(files, [needs, rewrites])
    assert combined.chosen == [rewrites]
    assert combined.waiting == [needs]


def test_imports_come_before_what_a_fix_inserts_at_the_same_place() -> None:
    files = sources(a="import os\n")
    (placed,) = imports_as_edits(files.__getitem__, [ANNOTATED])
    (text,) = texts(
        files, fix(Edit(A, placed.span, "\nx: Annotated[int, 1]\n"), imports=(ANNOTATED,))
    ).values()
    assert text.index("import Annotated") < text.index("x:")


# --- rounds --------------------------------------------------------------------------------------

RuleFunction = Callable[[str, str], Iterator[tuple[Span, "Fix | None"]]]


class Project:
    """A session whose rules are functions from a path and a text to spans and fixes."""

    def __init__(self, rules: dict[str, RuleFunction], files: FileSystem | None = None, **texts: str) -> None:
        self.rules = rules
        self.files = files or MemoryFiles({f"/p/{name}.py": text for name, text in texts.items()})
        self.sources = sources(**texts)
        self.rounds = 0
        self.is_moved = False

    def source(self, path: str) -> Source:
        if path not in self.sources:
            raise UnreadableFile(path, "no such file")
        return self.sources[path]

    def update(self, path: str, text: str | None) -> None:
        assert text is not None
        self.sources[path] = Source(path, text)

    def check(self, paths: Collection[str] | None = None) -> Result:
        self.rounds += 1
        self.is_moved = False
        findings = [
            Finding(
                name,
                name,
                "m",
                path,
                span,
                Severity.ERROR,
                fix=fix,
                suppression=_suppression(source.text, span),
            )
            for path, source in self.sources.items()
            if paths is None or path in paths
            for name, rule in self.rules.items()
            for span, fix in rule(path, source.text)
        ]
        findings.sort(key=lambda finding: finding.order)
        return Result(findings, [], len(self.sources), self.source)

    def recheck(self, paths: Collection[str] | None = None) -> Result:
        result = self.check(paths)
        self.is_moved = True
        return result

    @property
    def texts(self) -> dict[str, str]:
        return {path: source.text for path, source in self.sources.items()}


def _suppression(text: str, span: Span) -> Suppression | None:
    line_end = text.find("\n", span.start)
    return Suppression("inline") if "ignore" in text[span.start : line_end] else None


def replacing(pattern: str, new: str, applicability: Applicability = SAFE) -> RuleFunction:
    def rule(path: str, text: str) -> Iterator[tuple[Span, Fix | None]]:
        for match in re.finditer(pattern, text):
            span = Span(*match.span())
            yield span, Fix("replace", (Edit(path, span, match.expand(new)),), applicability)

    return rule


def run(project: Project, allowed: Applicability = SAFE, **options: object) -> Fixed:
    return apply(project, options.pop("paths", None), allowed, **options)  # type: ignore[arg-type]


def test_fixes_are_applied_until_the_text_is_stable() -> None:
    project = Project({"shrink": replacing(r"\(\((.*?)\)\)", r"(\1)")}, a="x = ((((1))))\n", b="y = 1\n")
    fixed = run(project)
    assert fixed.changes == {A: ("x = ((((1))))\n", "x = (1)\n")}
    assert fixed.applied == {"shrink": 3}
    assert not fixed.undone and not fixed.held_back
    assert project.texts[A] == "x = (1)\n"
    assert fixed.result.findings == []
    assert project.files.read(A) == b"x = ((((1))))\n"


def test_overlapping_fixes_wait_for_the_next_round() -> None:
    project = Project({"ab": replacing("ab", "x"), "bc": replacing("bc|xc", "y")}, a="abc\n")
    fixed = run(project)
    assert project.texts[A] == "y\n"
    assert fixed.applied == {"ab": 1, "bc": 1}


def test_only_what_is_allowed_is_applied_and_the_rest_is_counted() -> None:
    rules = {
        "safe": replacing("a", "1", SAFE),
        "unsafe": replacing("b", "2", UNSAFE),
        "display": replacing("c", "3", DISPLAY),
    }
    fixed = run(Project(rules, a="a, b, b, c\n"))
    assert fixed.changes[A][1] == "1, b, b, c\n"
    assert fixed.held_back == {UNSAFE: 2, DISPLAY: 1}
    fixed = run(Project(rules, a="a, b, b, c\n"), UNSAFE)
    assert fixed.changes[A][1] == "1, 2, 2, c\n"
    assert fixed.held_back == {DISPLAY: 1}
    assert run(Project(rules, a="c\n"), DISPLAY).changes == {}


def test_suppressed_findings_are_not_fixed() -> None:
    fixed = run(
        Project(
            {"one": replacing("a", "1"), "two": replacing("b", "2", UNSAFE)}, a="a  # ignore\nb  # ignore\n"
        )
    )
    assert not fixed.changes and not fixed.held_back


def test_rules_narrow_what_is_fixed() -> None:
    fixed = run(
        Project({"one": replacing("a", "1"), "two": replacing("b", "2", UNSAFE)}, a="a, b\n"),
        wanted=lambda finding: finding.name == "one",
    )
    assert fixed.applied == {"one": 1}
    assert not fixed.held_back


def test_the_finding_lies_in_the_paths_and_its_edits_anywhere() -> None:
    def both(path: str, text: str) -> Iterator[tuple[Span, Fix | None]]:
        if path == A and "old" in text:
            yield Span(0, 3), fix(edit(0, 3, "new"), edit(7, 10, "new", B))

    assert run(Project({"rename": both}, a="old = 1\n", b="import old\n"), paths=[B]).changes == {}
    fixed = run(Project({"rename": both}, a="old = 1\n", b="import old\n"), paths=[A])
    assert {path: new for path, (_, new) in fixed.changes.items()} == {A: "new = 1\n", B: "import new\n"}


def test_fixes_that_undo_each_other_are_stopped_and_named() -> None:
    rules = {"to-b": replacing("a", "b"), "to-a": replacing("b", "a"), "other": replacing("1", "2")}
    project = Project(rules, a="a = 1\n")
    fixed = run(project)
    assert project.texts[A] == "b = 2\n"
    assert fixed.applied == {"to-b": 1, "other": 1}
    assert len(fixed.undone) == 1
    assert fixed.undone[0].startswith("`to-a`, `to-b`: ")


def test_a_cycle_that_leads_back_to_the_start_changes_nothing() -> None:
    fixed = run(Project({"to-b": replacing("a", "b"), "to-a": replacing("b", "a")}, a="a\n"))
    assert not fixed.changes and not fixed.applied
    assert len(fixed.undone) == 1


def test_a_text_that_never_becomes_stable_is_left_at_last() -> None:
    project = Project({"grow": replacing(r"\Ax", "xx")}, a="x\n")
    fixed = run(project)
    assert project.texts[A] == "x" * (ROUNDS + 1) + "\n"
    assert fixed.applied == {"grow": ROUNDS}
    assert fixed.undone == [f"`grow`: the text is still changing after {ROUNDS} rounds"]


def test_all_rounds_may_be_just_enough() -> None:
    project = Project({"grow": replacing(rf"\Ax(?!x{{{ROUNDS}}})", "xx")}, a="x\n")
    fixed = run(project)
    assert project.texts[A] == "x" * (ROUNDS + 1) + "\n"
    assert not fixed.undone


def test_a_fix_that_breaks_the_syntax_is_undone_and_named() -> None:
    rules = {"breaks": replacing("bad", "1 +"), "works": replacing("good", "fine")}
    project = Project(rules, a="x = bad\ny = good\n", b="z = good\n")
    fixed = run(project)
    assert project.texts == {A: "x = bad\ny = fine\n", B: "z = fine\n"}
    assert fixed.applied == {"works": 2}
    assert fixed.undone == [f"`breaks`: a fix breaks the syntax of `{A}`"]


def test_a_fix_that_breaks_another_file_changes_neither() -> None:
    def both(path: str, text: str) -> Iterator[tuple[Span, Fix | None]]:
        if path == A and "old" in text:
            yield Span(0, 3), fix(edit(0, 3, "new"), edit(0, 6, "(", B))

    project = Project({"rename": both}, a="old = 1\n", b="import old\n")
    assert not run(project).changes


def test_fixes_that_break_the_syntax_only_together_are_applied_one_after_the_other() -> None:
    def remove(path: str, text: str) -> Iterator[tuple[Span, Fix | None]]:
        lines = re.findall("    one\n|    two\n", text)
        for match in re.finditer("    one\n|    two\n", text):
            span = Span(*match.span())
            yield span, fix(Edit(path, span, "" if len(lines) > 1 else "    pass\n"))

    project = Project({"remove": remove}, a="def f():\n    one\n    two\n")
    fixed = run(project)
    assert project.texts[A] == "def f():\n    pass\n"
    assert fixed.applied == {"remove": 2}
    assert not fixed.undone


def test_a_fix_that_waited_for_a_broken_one_is_applied() -> None:
    fixed = run(Project({"breaks": replacing("ab", "("), "works": replacing("bc", "d")}, a="abc\n"))
    assert fixed.changes == {A: ("abc\n", "ad\n")}
    assert fixed.undone == [f"`breaks`: a fix breaks the syntax of `{A}`"]


def test_one_bad_fix_among_many_is_found_with_few_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def parses(source: Source) -> bool:
        parsed.append(source.path)
        return real(source)

    applying = import_module("fastapi_lint.fix.apply")
    real = applying._parses
    monkeypatch.setattr(applying, "_parses", parses)
    text = "".join(f"x{number} = bad\n" for number in range(1000)) + "y = worse\n"
    fixed = run(Project({"good": replacing("bad", "good"), "breaks": replacing("worse", "1 +")}, a=text))
    assert fixed.applied == {"good": 1000}
    assert len(parsed) < 50  # by halves, not one by one


def test_a_file_that_is_no_python_need_not_parse() -> None:
    project = Project({"python": replacing("latest", "3.13")})
    project.sources = {"/p/Dockerfile": Source("/p/Dockerfile", "FROM python:latest\n")}
    assert run(project).changes["/p/Dockerfile"][1] == "FROM python:3.13\n"


def test_a_refused_fix_is_named_and_stops_nothing() -> None:
    project = Project({"noop": replacing("a", "a"), "works": replacing("b", "c")}, a="a, b\n")
    fixed = run(project)
    assert project.texts[A] == "a, c\n"
    assert fixed.undone == ["`noop`: a fix changes nothing"]
    assert fixed.applied == {"works": 1}


def test_the_order_of_rules_does_not_matter() -> None:
    rules = {"ab": replacing("ab", "x"), "bc": replacing("bc", "y"), "cd": replacing("cd", "z")}
    outcomes = [
        run(Project(dict(order), a="abcd\n")).changes for order in (rules.items(), [*rules.items()][::-1])
    ]
    assert outcomes[0] == outcomes[1]


# --- write and diff ------------------------------------------------------------------------------


def on_disk(folder: Path, **contents: bytes) -> tuple[Project, list[Path]]:
    """A project of files on disk in which every ``old`` becomes ``new``."""
    project = Project({"rename": replacing("old", "new")}, FileSystem())
    paths = []
    for name, content in contents.items():
        path = folder / f"{name}.py"
        path.write_bytes(content)
        paths.append(path)
        project.sources[path.as_posix()] = Source.decode(path.as_posix(), content)
    return project, paths


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"old = 1\n", b"new = 1\n"),
        (b"old = 1\r\nold\r\n", b"new = 1\r\nnew\r\n"),
        (b"\xef\xbb\xbfold = 1", b"\xef\xbb\xbfnew = 1"),
        (
            "# coding: latin-1\nold = 'é'\n".encode("latin-1"),
            "# coding: latin-1\nnew = 'é'\n".encode("latin-1"),
        ),
        ("old = '\u2028é'\x0c\n".encode(), "new = '\u2028é'\x0c\n".encode()),
    ],
)
def test_newlines_encoding_and_bom_survive(tmp_path: Path, before: bytes, after: bytes) -> None:
    project, (path,) = on_disk(tmp_path, a=before)
    fixed = run(project)
    assert path.read_bytes() == before
    assert write(project, fixed) == []  # type: ignore[arg-type]
    assert path.read_bytes() == after


def test_the_mode_survives(tmp_path: Path) -> None:
    project, (path,) = on_disk(tmp_path, a=b"old\n")
    path.chmod(0o750)
    write(project, run(project))  # type: ignore[arg-type]
    assert stat.S_IMODE(path.stat().st_mode) == 0o750
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    project, (first, second) = on_disk(tmp_path, a=b"old\n", b=b"old\n")
    fixed = run(project)
    first.write_bytes(b"mine\n")
    (problem,) = write(project, fixed)  # type: ignore[arg-type]
    assert problem.path == first.as_posix()
    assert "changed on disk" in problem.message
    assert first.read_bytes() == b"mine\n"
    assert second.read_bytes() == b"new\n"


def test_files_that_cannot_be_written_are_reported_and_the_others_are_written(tmp_path: Path) -> None:
    project, (first, second, third) = on_disk(tmp_path, a=b"old\n", b=b"old\n", c=b"old\n")
    fixed = run(project)
    first.chmod(0o444)
    second.unlink()
    problems = write(project, fixed)  # type: ignore[arg-type]
    assert [problem.path for problem in problems] == [first.as_posix(), second.as_posix()]
    assert first.read_bytes() == b"old\n"
    assert third.read_bytes() == b"new\n"


def test_text_that_the_encoding_cannot_hold_is_reported(tmp_path: Path) -> None:
    before = b"# coding: latin-1\nold = 1\n"
    project, (path,) = on_disk(tmp_path, a=before)
    project.rules = {"arrow": replacing("old", "new = '→'; x")}
    (problem,) = write(project, run(project))  # type: ignore[arg-type]
    assert "codec can't encode" in problem.message
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["old = 1\nx\n", "x = 1\nold", "old\r\nx\r\nold", "a\x0cb\nold\n", "old\u2028x\nold\n"]
)
def test_the_diff_is_a_patch(tmp_path: Path, text: str) -> None:
    (tmp_path / "app").mkdir()
    project, (path,) = on_disk(tmp_path / "app", a=text.encode())
    patch = diff(run(project), tmp_path.as_posix())
    assert patch.startswith("--- app/a.py\n+++ app/a.py\n@@ ")
    subprocess.run(
        ["git", "apply", "-p0", "--whitespace=nowarn", "-"], input=patch.encode(), cwd=tmp_path, check=True
    )
    assert path.read_bytes().decode() == text.replace("old", "new")


def test_no_changes_no_diff() -> None:
    assert diff(run(Project({}, a="x\n"))) == ""


def test_the_pure_part_loads_no_parser() -> None:
    code = "import sys; import fastapi_lint.fix.combine; sys.exit('libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
