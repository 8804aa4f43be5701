"""Classes that make applications and routers: FastAPI's own, and subclasses that libraries bring."""

from __future__ import annotations

APPLICATIONS = frozenset(
    {
        "fastapi.FastAPI",
        "starlette.applications.Starlette",
        "cadwyn.Cadwyn",
        "cadwyn.applications.Cadwyn",
    }
)

ROUTERS = APPLICATIONS | {
    "fastapi.APIRouter",
    "starlette.routing.Router",
    "cadwyn.VersionedAPIRouter",
    "cadwyn.routing.VersionedAPIRouter",
    "fastapi_utils.inferring_router.InferringRouter",
    "fastapi_restful.inferring_router.InferringRouter",
}
