"""The application, in FastAPI's own words. Rules subscribe to these and read them; nothing here has nodes.

Every object knows its ``module`` and points at its source by spans; ``node`` finds the LibCST node and
parses the file the first time somebody asks.
"""

from fastapi_lint.model.domain.code import Field, Hop, LoopCall, LoopChain, OnLoop, ProjectCall, Schema
from fastapi_lint.model.domain.definitions import (
    Class,
    Context,
    Definition,
    Function,
    Module,
    Reach,
    Role,
    found,
)
from fastapi_lint.model.domain.registered import (
    EventHandler,
    ExceptionHandler,
    Inclusion,
    Kind,
    Middleware,
    Mount,
    Registered,
    Route,
    Viewing,
)
from fastapi_lint.model.domain.routers import Application, MountPoint, PathOperation, Router, Served
from fastapi_lint.model.domain.uses import Dependency, In, Injected, Parameter

__all__ = [
    "Application",
    "Class",
    "Context",
    "Definition",
    "Dependency",
    "EventHandler",
    "ExceptionHandler",
    "Field",
    "Function",
    "Hop",
    "In",
    "Inclusion",
    "Injected",
    "Kind",
    "LoopCall",
    "LoopChain",
    "Middleware",
    "Module",
    "Mount",
    "MountPoint",
    "OnLoop",
    "Parameter",
    "PathOperation",
    "ProjectCall",
    "Reach",
    "Registered",
    "Role",
    "Route",
    "Router",
    "Schema",
    "Served",
    "Viewing",
    "found",
]
