"""Places of one blocking call in many files are fixed in one round, and only where they would be one by one."""

from __future__ import annotations

import pytest
from fastapi_lint_rules.asynchrony import blocking_sleep

from fastapi_lint.examples import ROOT, project
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.session import Session

HELPER = "import time\n\ndef work():\n    time.sleep(1)\n"
NAMES = ("a", "b", "c", "d")


def endpoint(name: str, call: str = "work()") -> str:
    """A file with one endpoint that gets to the helper and awaits something else."""
    return (
        "import asyncio\nfrom fastapi import APIRouter\nfrom helper import work\n\nrouter = APIRouter()\n\n"
        f'@router.get("/{name}")\nasync def {name}():\n    await asyncio.sleep(0)\n    {call}\n'
    )


def files(**calls: str) -> dict[str, str]:
    main = (
        "from fastapi import FastAPI\n"
        + "".join(f"import {name}\n" for name in NAMES)
        + "\napp = FastAPI()\n"
    )
    main += "".join(f"app.include_router({name}.router)\n" for name in NAMES)
    every = {f"{name}.py": endpoint(name, calls.get(name, "work()")) for name in NAMES}
    return {"helper.py": HELPER, "main.py": main, **every}


def checks(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many findings each check had, from now on."""
    seen: list[int] = []
    check = session.check

    def counted(*given: object) -> object:
        result = check(*given)  # type: ignore[arg-type]
        seen.append(len(result.findings))
        return result

    monkeypatch.setattr(session, "check", counted)
    return seen


def changed(session: Session) -> list[str]:
    done = apply(session, None, Applicability.UNSAFE)
    assert not any(finding.is_repeat for finding in done.result.findings)
    assert sum(done.applied.values()) == len(done.changes)
    return [path.removeprefix(ROOT) for path in sorted(done.changes)]


def test_one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    session = project(files(), [blocking_sleep.rule])
    assert len(session.check().findings) == 1, "a plain check has no repeats"
    seen = checks(session, monkeypatch)
    assert changed(session) == ["a.py", "b.py", "c.py", "d.py"]
    assert seen == [4, 0]
    assert not session.is_fixing


def test_what_hides_the_rest_still_does() -> None:
    session = project(files(b="asyncio = run_in_threadpool = anyio = 1; work()"), [blocking_sleep.rule])
    assert changed(session) == ["a.py"], "`b` has no fix, and the next finding is about `b`"


def test_what_is_ignored_stays() -> None:
    ignored = "work()  # fastapi-lint: ignore[blocking-sleep]"
    session = project(files(c=ignored), [blocking_sleep.rule])
    assert changed(session) == ["a.py", "b.py", "d.py"]


def test_only_in_the_files_that_are_asked_for() -> None:
    session = project(files(), [blocking_sleep.rule])
    done = apply(session, [f"{ROOT}a.py", f"{ROOT}c.py"], Applicability.UNSAFE)
    assert sorted(done.changes) == [f"{ROOT}a.py", f"{ROOT}c.py"]
