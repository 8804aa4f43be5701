"""Files that are ahead of the running interpreter give the same findings on every one of them."""

from __future__ import annotations

from pathlib import Path

from fastapi_lint.registry import load
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load as settings
from fastapi_lint.workspace.files import MemoryFiles

TEXT = (Path(__file__).parents[1] / "fixtures" / "syntax" / "application.py").read_text("utf-8")
EXPECTED = [
    "15 mutable-default-in-model",
    "19 blocking-sleep",
    "30 blocking-sleep",
    "32 blocking-sleep",
    "37 shadowed-route",
    "42 blocking-sleep",
]


def test_findings_do_not_depend_on_the_interpreter() -> None:
    files = MemoryFiles({"/p/app.py": TEXT, "/p/pyproject.toml": ""})
    result = Session(files, settings(["/p"], files=files), load().rules, strict=True).check()
    source = result.source("/p/app.py")
    assert not result.problems
    assert [f"{source.position(f.span.start)[0]} {f.name}" for f in result.findings] == EXPECTED


def test_facts_do_not_depend_on_the_interpreter() -> None:
    files = MemoryFiles({"/p/app.py": TEXT, "/p/pyproject.toml": ""})
    project = Session(files, settings(["/p"], files=files), [], strict=True).project()
    (application,) = project.applications
    assert [operation.display for operation in application.operations] == [  # type: ignore[union-attr]
        "GET /v1/items/{item_id}",
        "GET /v1/items/featured",
    ]
    reached = {f.name: sorted(role.name for role in f.roles) for f in project.functions()}
    assert reached == {
        "read_key": ["DEPENDENCY"],
        "first": [],
        "read_item": ["ENDPOINT"],
        "read_featured": ["ENDPOINT"],
    }
