"""A safe fix leaves the OpenAPI document as it is: asked of every rule's own examples.

``scripts/openapi_unchanged.py`` asks the same of the hundreds of applications in FastAPI's documentation.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from fastapi_lint.examples import ROOT, Example, examples
from fastapi_lint.examples.run import project
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule

ONE_FILE = [
    (rule, example)
    for rule in load().rules
    if rule.module.startswith("fastapi_lint_rules.") and not rule.in_tests
    for example in examples(rule)
    if list(example.bad.files) == ["main.py"]
]


def documents(text: str) -> dict[str, Any] | None:
    """The documents of the applications of a module; None where it does not start."""
    names: dict[str, Any] = {"__name__": "example"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(text, Path("main.py"), "exec"), names)
            return {name: app.openapi() for name, app in names.items() if isinstance(app, FastAPI)}
        except Exception:
            return None


@pytest.mark.parametrize(("rule", "example"), ONE_FILE, ids=lambda value: getattr(value, "name", ""))
def test_openapi_is_unchanged(rule: Rule, example: Example) -> None:
    fixed = apply(project(example.bad.files, [rule]), None, Applicability.SAFE)
    if not fixed.changes:
        return
    before = documents(example.bad.files["main.py"])
    if before is not None:
        assert documents(fixed.changes[f"{ROOT}main.py"][1]) == before
