"""Calls that are followed into each other end, and what they cannot show is not asked twice."""

from __future__ import annotations

import pytest
from model_link import Link

from fastapi_lint.model.routes.routing import ModuleRun

RUNGS = 30


def ladder(rung: str, first: str) -> str:
    """Helpers that each call the one before twice, and an application."""
    rungs = "".join(rung.format(i, i - 1) for i in range(1, RUNGS))
    return f"from fastapi import FastAPI\n{first}{rungs}app = FastAPI()\nx = h{RUNGS - 1}(1)\n"


@pytest.mark.parametrize(
    ("rung", "most"),
    [
        ("def h{0}(x):\n    return use(h{1}(x), h{1}(x))\n", RUNGS + 1),
        ("def h{0}(x):\n    return use(h{1}([x]), h{1}([x]))\n", 5_001),
        (
            "class h{0}:\n    def __init__(self, x):\n        self.a = h{1}(x)\n        self.b = h{1}(self)\n",
            5_001,
        ),
        ("def h{0}(app):\n    h{1}(app)\n    app.include_router(h{1}(app))\n", 5_001),
    ],
)
def test_a_ladder_of_helpers_ends(rung: str, most: int, link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    followed = []
    follow = ModuleRun.run
    monkeypatch.setattr(
        ModuleRun, "run", lambda run, body: (followed.append(run.within), follow(run, body))[1]
    )
    link(main=ladder(rung, "def h0(x):\n    return look(x)\n"))
    assert sum(function is not None for function in followed) <= 3 * most


def test_an_object_that_holds_something_else_is_asked_again(link: Link) -> None:
    """A call that changes what it is given is followed each time."""
    project = link(
        main="""
                from fastapi import FastAPI

                class Settings:
                    def __init__(self, name):
                        self.name = name

                    def path(self):
                        return "/" + self.name

                def rename(settings, name):
                    settings.name = name
                    return look(settings)

                settings = Settings("a")
                app = FastAPI()
                app.get(settings.path())(len)
                rename(settings, "b")
                app.get(settings.path())(len)
                rename(settings, "a")
                rename(settings, "b")
                app.get(settings.path())(len)
            """
    )
    assert [route.template for route in project.routes] == ["/a", "/b", "/b"]


def test_an_adapter_of_an_http_client_is_no_application(link: Link) -> None:
    project = link(
        main="""
                import requests

                def session():
                    made = requests.Session()
                    made.mount("https://", requests.adapters.HTTPAdapter())
                    return made

                def setup(app, other):
                    app.mount("/static", other)
            """
    )
    assert [function.syntax.registers for function in project.functions()] == [False, True]
