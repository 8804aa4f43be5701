"""Moving start-up and shutdown handlers into a lifespan, for rules that find some that should be there.

``into_lifespan`` gives one fix for all handlers of an application or router, because the moment it has a
lifespan, handlers that are left behind never run. The handlers stay functions and are called by name, in
the order in which they were registered: start-up ones before the ``yield``, shutdown ones in a ``finally``
around nothing but the ``yield``. That is what FastAPI does with handlers: when one fails to start, nothing
is shut down; when one fails to shut down, those behind it are left out; plain functions run on the event
loop."""

from fastapi_lint.lifespans.move import into_lifespan

__all__ = ["into_lifespan"]
