"""CORS: what a ``CORSMiddleware`` allows, by Starlette's own reading of its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function, Middleware, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Arguments, External, Listing, Literal, Value

CORS = "starlette.middleware.cors.CORSMiddleware"
ANSWERING = frozenset(
    {
        "starlette.middleware.trustedhost.TrustedHostMiddleware",
        "starlette.middleware.httpsredirect.HTTPSRedirectMiddleware",
        "starlette.middleware.authentication.AuthenticationMiddleware",
        "slowapi.middleware.SlowAPIMiddleware",
        "slowapi.middleware.SlowAPIASGIMiddleware",
    }
)
"""Middleware of libraries that refuses or redirects requests by itself."""
_STRANGERS = ("https://a.stranger-7.example", "http://10.9.8.7:4321", "https://b.stranger-8.test:8443")


def is_cors(target: Value) -> bool:
    """Whether a middleware class is ``CORSMiddleware``, or a subclass of it."""
    if isinstance(target, Class):
        return target.is_a(CORS)
    return target == External(CORS)


def open_to_all(given: Arguments) -> str:
    """The argument that lets every origin in; empty when none does, or the source does not show it."""
    origins = given.named.get("allow_origins")
    known = origins.items if isinstance(origins, Listing) else ()
    # Starlette asks `"*" in allow_origins`, which is true of a string with a star in it, too.
    is_starred = isinstance(origins, Literal) and isinstance(origins.value, str) and "*" in origins.value
    if is_starred or Literal("*") in known:
        return "allow_origins"
    pattern = given.named.get("allow_origin_regex")
    text = pattern.value if isinstance(pattern, Literal) else None
    return "allow_origin_regex" if isinstance(text, str) and _matches_strangers(text) else ""


def _matches_strangers(pattern: str) -> bool:
    """Whether a pattern matches origins that it cannot have been written for."""
    try:
        compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return sum(compiled.fullmatch(origin) is not None for origin in _STRANGERS) > 1


# --- the place in the stack ------------------------------------------------------------------------


def layers_around(layer: Middleware) -> list[Middleware]:
    """The middleware that requests are certain to meet before this one, the outermost first."""
    stack = layer.router.middleware_stack
    around = stack[: stack.index(layer)]
    here = set(layer.branches)
    return [outer for outer in around if set(outer.branches) <= here and outer.within in (layer.within, None)]


def answers_itself(layer: Middleware) -> bool:
    """Whether a middleware sends a response of its own on some way, as the source shows."""
    target = layer.target
    if isinstance(target, External):
        return target.name in ANSWERING
    if isinstance(target, Class):
        if target.is_a(*ANSWERING):
            return True
        methods = (target.method(name) for name in ("dispatch", "__call__"))
        return any(method is not None and any(_answers(method)) for method in methods)
    return isinstance(target, Function) and any(_answers(target))


def handles_cors(layer: Middleware) -> bool:
    """Whether it is ``CORSMiddleware``, or does the same work, by its name or the headers that it sets."""
    target = layer.target
    if isinstance(target, (Function, Class)):
        text = target.module.source.text[target.span.start : target.span.end].lower()
        return is_cors(target) or "cors" in target.name.lower() or "access-control-" in text
    return isinstance(target, External) and "cors" in target.name.lower()


def _answers(function: Function) -> Iterator[s.Call]:
    """The responses that a function makes of nothing: one made of another response has its headers."""
    for site in function.project.calls.body(function).sites:
        callee = site.callee
        name = callee.name if isinstance(callee, External) else ""
        given = [*site.call.args, *(keyword.value for keyword in site.call.keywords)]
        used = {s.dotted(node) for expr in given for node in s.walk(expr) if isinstance(node, s.Expr)}
        if name.endswith("Response") and not any("response" in text for text in used):
            yield site.call


def refused(router: Router) -> str:
    """An operation that browsers ask for first, and are refused without ``allow_methods``; empty if none."""
    for operation in router.operations:
        methods = set(getattr(operation, "methods", ())) & {"PUT", "PATCH", "DELETE"}
        if methods and operation.path is not None:
            return f"{min(methods)} {operation.path}"
    return ""
