"""Objects that hold nothing share one empty dict, and it stays empty."""

from __future__ import annotations

import pytest
from model_link import Link

from fastapi_lint.model.meaning.values import NOTHING, Arguments, External, Instance, Literal


def test_what_holds_nothing_holds_the_same_nothing() -> None:
    one, other = Instance(External("a.B")), Instance(External("a.B"))
    assert one.attributes is other.attributes is one.stored is Arguments().named is NOTHING
    with pytest.raises(TypeError):
        NOTHING["x"] = None
    with pytest.raises(TypeError):
        NOTHING.update(x=None)


def test_an_object_holds_its_own() -> None:
    one, other = Instance(External("a.B")), Instance(External("a.B"))
    one.hold("x", Literal(1))
    one.hold("y", None)
    assert one.attributes == {"x": Literal(1), "y": None}
    assert not other.attributes and not NOTHING


def test_nothing_is_empty_when_everything_is_linked(link: Link) -> None:
    project = link(
        main="""
            from fastapi import FastAPI

            class Base:
                def __init__(self):
                    self.name = "a"

            class Below(Base):
                def __init__(self):
                    super().__init__()
                    Base.__init__(self)
                    self.other = len("b")

            app = FastAPI()
            app.state.below = Below()
            below = Below()
            below.late = 3
        """
    )
    assert project.modules and not NOTHING
