"""What the rules about routers and their registration claim, asked of the installed FastAPI."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.testclient import TestClient
from starlette.routing import NoMatchFound
from versions import fastapi

from fastapi_lint.examples import examples, project
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule

pytestmark = pytest.mark.skipif(not fastapi("0.137"), reason="before 0.137 the order counts")


def rule_of(name: str) -> Rule:
    return next(rule for rule in load().rules if rule.name == name)


def run(code: str) -> ModuleType:
    module = ModuleType("main")
    exec(compile(code, "main.py", "exec"), module.__dict__)
    return module


def test_prefixes_add_up() -> None:
    example = next(iter(examples(rule_of("double-prefix"))))
    (bad,), (good,) = example.bad.files.values(), example.good.files.values()
    paths = ("/users/me", "/users/users/me")
    answers = [[TestClient(run(code).app).get(path).status_code for path in paths] for code in (bad, good)]
    assert answers == [[404, 200], [200, 404]]


def test_late_routes_are_served_now_and_not_reported() -> None:
    """FastAPI 0.136 answers 404 here; the installed one must be newer for the rule to be silent."""
    code = next(iter(examples(rule_of("route-after-include")))).bad.files["main.py"]
    assert TestClient(run(code).app).get("/items").status_code == 200
    assert not project({"main.py": code}, [rule_of("route-after-include")]).check().active


MULTI = (
    "from fastapi import FastAPI\napp = FastAPI()\n"
    "@app.api_route('/a', methods=['GET', 'POST']{id})\ndef read(): ...\n"
)


@pytest.mark.parametrize("given", ["", ", operation_id='a'"])
def test_methods_share_an_id(given: str) -> None:
    code = MULTI.replace("{id}", given)
    with pytest.warns(UserWarning, match="Duplicate Operation ID"):
        schema = run(code).app.openapi()
    assert len({operation["operationId"] for operation in schema["paths"]["/a"].values()}) == 1
    (finding,) = project({"main.py": code}, [rule_of("duplicate-operation-id")]).check().active
    assert finding.span.start == code.index("['GET'")


def test_ids_are_compared_across_routers() -> None:
    example = next(iter(examples(rule_of("duplicate-operation-id"))))
    (bad,), (good,) = example.bad.files.values(), example.good.files.values()
    with pytest.warns(UserWarning, match="Duplicate Operation ID read_items"):
        run(bad).app.openapi()
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        run(good).app.openapi()


def test_a_mounted_lifespan_never_runs(capsys: pytest.CaptureFixture[str]) -> None:
    example = next(iter(examples(rule_of("mounted-lifespan"))))
    printed = []
    for block in (example.bad, example.good):
        (code,) = block.files.values()
        with TestClient(run(code).app):
            pass
        printed.append(capsys.readouterr().out.split())
    assert printed == [[], ["open", "close"]]


def test_an_included_router_has_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    example = next(iter(examples(rule_of("routes-read-flat"))))
    (bad,), (good,) = example.bad.files.values(), example.good.files.values()
    with pytest.raises(AttributeError, match="'_IncludedRouter' object has no attribute 'path'"):
        run(bad)
    run(good)
    other = "from fastapi import APIRouter, FastAPI\napp = FastAPI()\napp.include_router(APIRouter())\n"
    (item,) = (one for one in run(other).app.routes if type(one).__name__ == "_IncludedRouter")
    assert [name for name in ("path", "name", "methods", "endpoint") if hasattr(item, name)] == []


def test_a_name_or_a_parameter_too_many_has_no_url() -> None:
    example = next(iter(examples(rule_of("unknown-route-name"))))
    (bad,), (good,) = example.bad.files.values(), example.good.files.values()
    for code, expected in ((bad, NoMatchFound), (good, None)):
        client = TestClient(run(code).app)
        for path in ("/first", "/second"):
            if expected is not None:
                with pytest.raises(expected):
                    client.get(path)
            else:
                assert client.get(path).status_code == 200


def test_the_fixture_says_what_the_application_says(tmp_path: Path) -> None:
    """Every ``request.url_for`` of the fixture is looked up in the running application."""
    path = Path(__file__).parents[2] / "fixtures" / "cases" / "routing" / "unknown_route_name" / "names.py"
    text = path.read_text(encoding="utf-8").replace('directory="static"', f"directory={str(tmp_path)!r}")
    app = run(text).app
    line = re.compile(r'\.url_for\(("[^"]+".*)\)( *# expect: unknown-route-name)?$', re.MULTILINE)
    asked = [(given, expected) for given, expected in line.findall(text) if "**" not in given]
    assert len(asked) > 25
    for given, expected in asked:
        try:
            eval(f"app.url_path_for({given})", {"app": app, "own": "o"})
        except NoMatchFound:
            assert expected or given == '"optional"', given
        else:
            assert not expected, given
