"""What clients get from endpoints of which something else was meant: FAPI304, 306, 311 and 312."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from fastapi_lint_rules.responses import (
    direct_response_bypasses_model,
    error_dict_instead_of_raise,
    ignored_status_code,
    same_model_in_and_out,
)
from versions import pydantic

from fastapi_lint.examples import examples
from fastapi_lint.rule import Rule


def served(rule: Rule) -> tuple[TestClient, TestClient]:
    """The bad and the good example."""
    (example,) = examples(rule)
    assert example.good is not None
    clients = []
    for block in (example.bad, example.good):
        names: dict[str, Any] = {"__name__": "example"}
        exec(compile(block.files["main.py"], Path("main.py"), "exec"), names)
        clients.append(TestClient(names["app"]))
    return clients[0], clients[1]


@pytest.mark.skipif(not pydantic("2"), reason="the example is written for it")
def test_a_client_makes_itself_an_administrator() -> None:
    sent = {"email": "ada@example.com", "is_admin": True}
    bad, good = served(same_model_in_and_out.rule)
    assert bad.post("/users", json=sent).json()["is_admin"] is True
    assert good.post("/users", json=sent).json()["is_admin"] is False


def test_an_error_is_a_success() -> None:
    bad, good = served(error_dict_instead_of_raise.rule)
    assert bad.get("/items/7").status_code == 200
    assert good.get("/items/7").status_code == 404
    assert good.get("/items/7").json() == {"detail": "item not found"}


def test_the_status_code_of_the_decorator_is_never_sent() -> None:
    bad, good = served(ignored_status_code.rule)
    assert [client.post("/items?name=x").status_code for client in (bad, good)] == [200, 201]
    assert "201" in bad.get("/openapi.json").json()["paths"]["/items"]["post"]["responses"]


def test_nothing_filters_a_response_of_ones_own() -> None:
    bad, good = served(direct_response_bypasses_model.rule)
    assert bad.get("/items/x").json() == {"name": "x", "internal": True}
    assert good.get("/items/x").json() == {"name": "x"}
    answers = bad.get("/openapi.json").json()["paths"]["/items/{name}"]["get"]["responses"]
    assert "$ref" in str(answers["200"]), "OpenAPI promises the model all the same"
