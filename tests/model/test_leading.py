"""Secrets are looked for among models that all refer to each other, and the search ends."""

from __future__ import annotations

from model_link import Link

from fastapi_lint.model.answers.exposure import exposed

MODELS = 16


def models(secret: str) -> str:
    """Models that each have a field of every one, one of them a secret, and an endpoint that sends the first."""
    classes = (
        f"class M{i}(BaseModel):\n"
        + "".join(f"    to{j}: M{j} | None = None\n" for j in range(MODELS))
        + (f"    {secret}: str\n" if i == MODELS - 1 else "")
        for i in range(MODELS)
    )
    return (
        "from __future__ import annotations\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\n"
        f"app = FastAPI()\n{''.join(classes)}"
        '@app.get("/")\ndef read() -> M0: ...\n'
    )


def test_ways_to_a_secret_through_all_models_are_few(link: Link) -> None:
    project = link(main=models("password"))
    ways = [one.dotted for one in exposed(project.routes[0])]
    assert ways
    assert len(ways) <= 8


def test_models_that_lead_to_no_secret_are_left_alone(link: Link) -> None:
    project = link(main=models("name"))
    assert not list(exposed(project.routes[0]))
    assert not any(map(project.leading.to_secret, project.classes()))
