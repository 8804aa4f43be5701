"""Responses: the classes whose objects FastAPI sends as they are, and the codes that have no body.

Source: ``fastapi.routing.serialize_response``, Starlette 1.10, sse-starlette 3.
"""

from __future__ import annotations

JSON_RESPONSES = frozenset(
    f"starlette.responses.{name}" for name in ("JSONResponse", "ORJSONResponse", "UJSONResponse")
)
"""Classes that turn what an endpoint returns into JSON, by its schema."""

RESPONSES = JSON_RESPONSES | {
    *(
        f"starlette.responses.{name}Response"
        for name in ("", "HTML", "PlainText", "Redirect", "Streaming", "File", "Event")
    ),
    "fastapi.sse.EventSourceResponse",
    "sse_starlette.EventSourceResponse",
    "sse_starlette.sse.EventSourceResponse",
    "starlette.templating._TemplateResponse",
    "starlette.templating.Jinja2Templates.TemplateResponse",
    "fastapi.openapi.docs.get_swagger_ui_html",
    "fastapi.openapi.docs.get_redoc_html",
    "prometheus_fastapi_instrumentator.Response",
}
"""Their objects pass through FastAPI untouched. A function whose result is one stands for its class."""

PLAIN_RESPONSES = JSON_RESPONSES | {
    f"starlette.responses.{name}Response" for name in ("", "HTML", "PlainText", "Streaming")
}
"""Their second parameter is the status code, which is 200 by default."""

BODILESS = frozenset({*range(100, 200), 204, 205, 304})
"""Status codes whose responses have no body."""

FILTERING_ANNOTATION = "0.89"
"""The first FastAPI that takes a return annotation for the response model."""
