from __future__ import annotations

from pathlib import Path

import pytest

RULES = {
    "todo_text": '''
        """A string says todo.

        Bad:

            x = "todo"
        """

        import libcst as cst
        from fastapi_lint import Applicability, Context, Findings, Rule, Severity

        rule = Rule(__name__, "LSP101", Severity.ERROR, since="1")

        @rule.on(cst.SimpleString)
        def check(node: cst.SimpleString, ctx: Context) -> Findings:
            if "todo" in node.value:
                edit = ctx.replace(node, node.value.replace("todo", "done"))
                fix = ctx.fix("say done", edit, applicability=Applicability.SAFE)
                yield ctx.finding(node, "this says `todo`", help="say `done`", fix=fix)
    ''',
    "plain_now": '''
        """A name stands for the present time.

        It does.
        """

        import libcst as cst
        from fastapi_lint import Context, Findings, Rule, Severity

        rule = Rule(__name__, "LSP102", Severity.WARNING, since="1")

        @rule.on(cst.Name)
        def check(node: cst.Name, ctx: Context) -> Findings:
            if node.value == "NOW":
                wanted = ctx.import_("datetime", "datetime")
                fix = ctx.fix("ask the clock", ctx.replace(node, f"{wanted.name}.now()"), imports=[wanted])
                yield ctx.finding(node, "`NOW` was then", fix=fix)
    ''',
    "same_name": '''
        """Two functions of the project share a name."""

        from fastapi_lint import Applicability, Context, Findings, Location, Project, Rule, Severity

        rule = Rule(__name__, "LSP103", Severity.INFO, since="1")

        @rule.on(Project)
        def check(project: Project, ctx: Context) -> Findings:
            first = {}
            for route in project.routes:
                function = route.function
                here = Location(function.path, function.name_span)
                earlier = first.setdefault(function.name, here)
                if earlier != here:
                    edits = [ctx.replace(earlier, "first"), ctx.replace(here, "second")]
                    yield ctx.finding(
                        here,
                        f"`{function.name}` has a namesake",
                        related=[ctx.related(earlier, "the first one")],
                        fix=ctx.fix("number them", *edits, applicability=Applicability.SAFE),
                    )
    ''',
    "explosion": '''
        """A rule with a bug."""

        import libcst as cst
        from fastapi_lint import Context, Findings, Rule, Severity

        rule = Rule(__name__, "LSP104", Severity.ERROR, since="1")

        @rule.on(cst.Name)
        def check(node: cst.Name, ctx: Context) -> Findings:
            if node.value == "explode":
                print("nobody should print")
                raise ValueError("boom")
            yield from ()
    ''',
}


@pytest.fixture(scope="session")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PYTHONPATH: an installed plugin with rules that no release of ours changes."""
    from textwrap import dedent

    folder = tmp_path_factory.mktemp("plugin")
    (folder / "lsp_rules").mkdir()
    (folder / "lsp_rules" / "__init__.py").write_text("")
    for name, text in RULES.items():
        (folder / "lsp_rules" / f"{name}.py").write_text(dedent(text).lstrip())
    metadata = folder / "lsp_rules-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: lsp-rules\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[fastapi_lint.rules]\nlsp = lsp_rules\n")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An application in two files, with one finding between them."""
    root = tmp_path / "project"
    (root / "app").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\nname = "app"\n[tool.fastapi-lint]\n')
    router = "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n"
    for name in ("one", "two"):
        (root / "app" / f"{name}.py").write_text(f'{router}@router.get("/{name}")\ndef read(): ...\n')
    return root
