"""A secret in the source is everybody's, and comparing with one tells how much of a guess is right."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from fastapi_lint_rules.security import (
    hardcoded_credentials_url,
    hardcoded_secret,
    non_constant_time_secret_compare,
)

from fastapi_lint.examples import examples
from fastapi_lint.rule import Rule


def run(rule: Rule, good: bool = False) -> dict[str, Any]:
    (example,) = examples(rule)
    block = example.good if good else example.bad
    assert block is not None
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(block.files["main.py"], Path("main.py"), "exec"), names)
    return names


def test_who_reads_the_source_makes_tokens() -> None:
    jwt = pytest.importorskip("jwt")
    names = run(hardcoded_secret.rule)
    forged = jwt.encode({"sub": "me"}, "change-this-secret", algorithm="HS256")
    assert TestClient(names["app"]).get("/token").json() == forged


def test_who_forgets_the_variable_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jwt")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(KeyError):
        run(hardcoded_secret.rule, good=True)


def test_the_url_in_the_source_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    fake = SimpleNamespace(create_engine=given.append)
    monkeypatch.setitem(sys.modules, "sqlalchemy", fake)
    monkeypatch.setenv("DATABASE_URL", "postgresql://production")
    run(hardcoded_credentials_url.rule)
    run(hardcoded_credentials_url.rule, good=True)
    assert given == ["postgresql://shop:tulip7@db.example/shop", "postgresql://production"]


class Watched(str):
    """A text that notes each comparison with ``==``."""

    seen: list[str] = []  # noqa: RUF012
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        self.seen.append(str(other))
        return str(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other


def test_only_the_fixed_example_compares_in_constant_time() -> None:
    bad, good = (run(non_constant_time_secret_compare.rule, good) for good in (False, True))
    for names in (bad, good):
        client = TestClient(names["app"])
        assert client.get("/report?api_key=tulip-7-amsterdam").status_code == 200
        assert client.get("/report?api_key=tulip").status_code == 403
    assert bad["read_report"](Watched("tulip-7-amsterdam")) == "report"
    assert Watched.seen == ["tulip-7-amsterdam"]
    assert good["read_report"](Watched("tulip-7-amsterdam")) == "report"
    assert len(Watched.seen) == 1, "it goes through `compare_digest`"
