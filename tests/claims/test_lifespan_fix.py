"""The fix of `deprecated-on-event`, run: the same things start and stop, in the same order."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from fastapi_lint_rules.lifespan import deprecated_on_event, ignored_event_handler
from versions import fastapi

from fastapi_lint.examples import ROOT, project
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.model.loop import events as model_events
from fastapi_lint.testing.cases import Case, cases

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
MOVED = cases(CASES, "lifespan/*/moved_*")
RULES = [deprecated_on_event.rule, ignored_event_handler.rule]


def fixed(files: Mapping[str, str]) -> dict[str, str]:
    """The files after the fixes of both rules."""
    done = apply(project(files, RULES), None, Applicability.UNSAFE)
    assert not done.undone
    return {**files, **{path.removeprefix(ROOT): new for path, (_, new) in done.changes.items()}}


@contextlib.contextmanager
def imported(files: Mapping[str, str], folder: Path) -> Iterator[Any]:
    """The module `main` of a project, and nothing left behind."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield importlib.import_module("main")
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
                del sys.modules[name]


def application(main: Any) -> Any:
    """The application of a case, by one of three conventions."""
    if hasattr(main, "create_app") and not hasattr(main, "app"):
        return main.create_app()
    return main.app if hasattr(main, "app") else main.Service().app


def events(files: Mapping[str, str], folder: Path) -> list[str]:
    """What a project prints while its application starts and stops, and what it raises."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), imported(files, folder) as main:
        try:
            with TestClient(application(main)):
                out.write("serving\n")
        except RuntimeError as error:
            out.write(f"raised {error}\n")
    return out.getvalue().splitlines()


@pytest.fixture(autouse=True)
def old_method(monkeypatch: pytest.MonkeyPatch) -> None:
    """`FastAPI.add_event_handler` as it was before Starlette 1.0, for cases that use it."""
    if not hasattr(FastAPI, "add_event_handler"):
        add = lambda self, event_type, func: self.router.add_event_handler(event_type, func)  # noqa: E731
        monkeypatch.setattr(FastAPI, "add_event_handler", add, raising=False)


@pytest.mark.parametrize("case", MOVED, ids=lambda case: case.name)
def test_the_same_runs_in_the_same_order(case: Case, tmp_path: Path) -> None:
    if "router" in case.name and not fastapi(model_events.ROUTER_LIFESPANS):
        pytest.skip("lifespans of routers do not run")
    after = fixed(case.files)
    assert after != case.files
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        was = events(case.files, tmp_path / "before")
    now = events(after, tmp_path / "after")
    if "ignored_event_handler" in case.name:
        assert [line for line in now if line in was] == was, "what ran before still runs, in its order"
        assert len(now) > len(was), "what never ran does now"
    elif "router" in case.name:
        assert sorted(now) == sorted(set(was)), "what ran twice runs once"
    else:
        assert now == was
    assert any(line != "serving" for line in now)


def test_nothing_is_deprecated_any_more(tmp_path: Path) -> None:
    case = next(case for case in MOVED if case.name.endswith("moved_several.py"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert events(fixed(case.files), tmp_path)[0].startswith("open")
