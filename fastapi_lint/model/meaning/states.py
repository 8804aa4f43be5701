"""What applications and requests keep: ``app.state.x = …`` in one place, ``request.app.state.x`` in all the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.values import Dictionary, External, Literal, Method, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_SET = (re.compile(r"\.state\.\w+\s*(?::[^=\n]+)?=(?!=)"), re.compile(r"setattr\([\w.]+\.state,"))
"""``app.state.x = …`` and ``setattr(app.state, …)``; apart, as each begins with something that is soon found."""
OWNERS = {
    "fastapi.FastAPI.state": "app",
    "starlette.requests.HTTPConnection.app.state": "app",
    "starlette.requests.Request.app.state": "app",
    "starlette.websockets.WebSocket.app.state": "app",
    "starlette.requests.HTTPConnection.state": "request",
    "starlette.requests.Request.state": "request",
    "starlette.websockets.WebSocket.state": "request",
}
"""Whose ``state`` something of a library is."""


def state_of(value: Value) -> str:
    """Whose ``state`` a value is: ``app``, ``request``, or nobody's."""
    if isinstance(value, Method):
        return "app" if value.name == "state" else ""
    return OWNERS.get(value.name, "") if isinstance(value, External) else ""


def sets_state(text: str) -> bool:
    """Whether a piece of source may set an attribute of a ``state``."""
    return any(pattern.search(text) for pattern in _SET)


class States:
    """The attributes of ``app.state``, for all applications together, and of ``request.state``, for all requests:
    known where all that is set is the same."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._noted: dict[tuple[str, str], list[Value]] = {}
        self._is_complete = False

    def note(self, owner: str, name: str, value: Value) -> None:
        """Somebody sets ``<owner>.state.<name>``."""
        if value != Literal(None):
            self._noted.setdefault((owner, name), []).append(value)

    def get(self, owner: str, name: str) -> Value:
        """What ``<owner>.state.<name>`` is."""
        if not self.project.is_linked:
            return None
        if not self._is_complete:
            self._is_complete = True
            self._search()
        values = self._noted.get((owner, name))
        return join(values) if values else None

    def _search(self) -> None:
        """Follow every function that sets something, and what lifespans hand to requests."""
        from fastapi_lint.model.inputs.injection import runs

        for router in self.project.routers:
            lifespan = runs(router.lifespan)
            for value in self.project.calls.body(lifespan).yields if lifespan is not None else ():
                for key, held in value.items if isinstance(value, Dictionary) else ():
                    self.note("request", str(key), held)
        for module in self.project.modules.values():
            text = module.source.text
            if module.is_test or ".state" not in text:
                continue
            for place in sorted(match.start() for pattern in _SET for match in pattern.finditer(text)):
                function = module.function_at(place)
                if function is not None:
                    self.project.calls.body(function)
