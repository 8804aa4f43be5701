"""Import modules and tell what FastAPI made of them, as JSON. Runs in an environment that has FastAPI, not in ours.

    python dump.py ROOT OUT NAME…        NAME is a module, or MODULE:ATTRIBUTE or MODULE:FACTORY() for one application
    python dump.py ROOT OUT --all FOLDER  every module below ROOT/FOLDER

The modules of a folder share a process; one that fails there is tried again in a process of its own.
Works with FastAPI 0.68 to the newest, and Python 3.9 and newer.
"""

import contextlib
import functools
import gc
import importlib
import inspect
import json
import os
import re
import signal
import sys
import traceback
import typing
import warnings
from pathlib import Path

TIMEOUT = 300
STAGE = {
    "static/index.html": "",
    "templates/item.html": "",
    "dist/index.html": "",
    "dist/404.html": "",
    "openapi.json": '{"paths": {}}',
}
"""Files that modules of FastAPI's documentation expect in the current folder."""


# --- names ---------------------------------------------------------------------------------------


def identity(call):
    """``module:qualname`` of what FastAPI calls; ``()`` behind it for an object that is called by its class."""
    if isinstance(call, functools.partial):
        return "partial " + identity(call.func)
    call = getattr(call, "__func__", call)
    name = getattr(call, "__qualname__", None)
    if name is None or not isinstance(name, str):
        kind = type(call)
        return f"{kind.__module__}:{kind.__qualname__}()"
    return f"{call.__module__}:{name}".replace(".<locals>", "")


# --- parameters ----------------------------------------------------------------------------------


def location(field, where):
    """Where FastAPI reads a field from."""
    kinds = {kind.__name__ for kind in type(field.field_info).__mro__}
    if where == "body":
        return next((name.lower() for name in ("File", "Form") if name in kinds), "body")
    return where


def is_required(field):
    required = getattr(field, "required", None)
    if required is None:
        required = field.field_info.is_required()
    return bool(required)


def parameters(dependant):
    """Every parameter of one callable: name → where it comes from, what a request calls it, whether it must."""
    found = {}
    for where in ("path", "query", "header", "cookie", "body"):
        for field in getattr(dependant, where + "_params"):
            found[field.name] = [location(field, where), field.alias, is_required(field)]
    for kind in (
        "request",
        "websocket",
        "http_connection",
        "response",
        "background_tasks",
        "security_scopes",
    ):
        name = getattr(dependant, kind + "_param_name", None)
        if name:
            found[name] = ["special", name, None]
    for inner in dependant.dependencies:
        if inner.name:
            found[inner.name] = ["dependency", inner.name, None]
    return found


def dependencies(dependant, depth=0):
    """Everything below, in the order of declaration, each before its own."""
    for inner in dependant.dependencies:
        yield {
            "call": identity(inner.call),
            "name": inner.name,
            "depth": depth,
            "use_cache": inner.use_cache,
            "is_yield": is_generator(inner.call),
            "parameters": parameters(inner),
        }
        yield from dependencies(inner, depth + 1)


def is_generator(call):
    call = inspect.unwrap(call) if not inspect.isclass(call) else call
    for one in (call, None if inspect.isclass(call) else getattr(call, "__call__", None)):  # noqa: B004
        if one is not None and (inspect.isgeneratorfunction(one) or inspect.isasyncgenfunction(one)):
            return True
    return False


# --- routes --------------------------------------------------------------------------------------


def routes(app):
    """The routes of an application in order, included ones among them, without FastAPI's own for OpenAPI."""
    import fastapi.routing

    listed = list(app.routes)
    if hasattr(fastapi.routing, "iter_route_contexts"):
        listed = list(fastapi.routing.iter_route_contexts(listed))
    for route in listed:
        made = getattr(route, "_effective_route", route)
        shown = describe(getattr(made, "starlette_route", None) or made)
        if shown is not None:
            yield shown


def describe(route):
    from starlette.routing import Host, Mount

    endpoint = getattr(route, "endpoint", None)
    if endpoint is not None and (getattr(endpoint, "__qualname__", "") or "").startswith(
        "FastAPI.setup.<locals>"
    ):
        return None
    path = getattr(route, "path", None)
    if isinstance(route, Mount):
        from fastapi import FastAPI

        kind = type(route.app)
        shown = {"kind": "mount", "path": path, "app": f"{kind.__module__}:{kind.__qualname__}"}
        return {**shown, "routes": list(routes(route.app))} if isinstance(route.app, FastAPI) else shown
    if isinstance(route, Host):
        return {"kind": "host", "path": route.host}
    if endpoint is None:
        return {"kind": type(route).__name__, "path": path}
    dependant = getattr(route, "dependant", None)
    methods = getattr(route, "methods", None)
    is_websocket = "WebSocket" in type(route).__name__
    shown = {
        "kind": "websocket" if is_websocket else "http",
        "path": path,
        "methods": sorted(methods or ()),
        "endpoint": identity(endpoint),
        "is_plain": dependant is None,
    }
    if dependant is not None and not is_websocket:
        shown["tags"] = [str(getattr(tag, "value", tag)) for tag in getattr(route, "tags", None) or ()]
        shown["response"] = sorted(set(type_names(getattr(route, "response_model", None))))
    if dependant is not None:
        shown["parameters"] = parameters(dependant)
        shown["dependencies"] = list(dependencies(dependant))
        if getattr(route, "body_field", None) is not None:
            shown["embeds_body"] = embeds_body(route)
    return shown


def type_names(of):
    """The names of the classes that a type is made of, without None, Union and the like."""
    if of is None or of is type(None):
        return
    of = getattr(of, "__value__", of)  # `type Answer = …`
    made = getattr(of, "__pydantic_generic_metadata__", None) or {}  # Pydantic makes classes of `Page[Item]`
    origin = made.get("origin") or typing.get_origin(of)
    parts = made.get("args") or typing.get_args(of)
    if getattr(origin, "__name__", str(origin)) in ("Annotated", "typing.Annotated"):
        origin, parts = None, parts[:1]
    if origin is typing.Literal:
        yield "Literal"
    elif parts or isinstance(origin, type):
        yield from type_names(origin) if isinstance(origin, type) else ()
        for part in parts:
            yield from type_names(part)
    elif isinstance(of, type) and of.__name__ not in ("Union", "UnionType"):
        yield from re.findall(r"[A-Za-z_]\w*", of.__name__)
    elif isinstance(origin, type):  # `Dict` without anything in it
        yield origin.__name__
    elif isinstance(of, type) is False and of is not Ellipsis:
        yield str(of).rpartition(".")[2]


def embeds_body(route):
    """Whether the values of the body stand under their names."""
    embeds = getattr(route, "_embed_body_fields", None)
    if embeds is not None:
        return bool(embeds)
    made = route.body_field  # before 0.113 the only trace is the model that FastAPI makes of several values
    return made.name == "body" and made.type_.__name__.startswith("Body_")


# --- modules -------------------------------------------------------------------------------------


def applications(name):
    """The applications that a name stands for, by the attribute that holds them."""
    import fastapi

    module_name, _, attribute = name.partition(":")
    module = importlib.import_module(module_name)
    if attribute:
        value = module
        for part in attribute.replace("()", "").split("."):
            value = getattr(value, part)
        return {attribute: value() if attribute.endswith("()") else value}
    found = {}
    for key, value in list(vars(module).items()):
        if isinstance(value, fastapi.FastAPI) and value not in found.values():
            found[key] = value
    return found


def dump(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        apps = applications(name)
        return {"apps": {key: list(routes(app)) for key, app in apps.items()}}


def apart(names, folder):
    """``attempt`` for some modules, in a process of their own; no result for those that it did not survive."""
    target = folder / "part.json"
    if target.exists():
        target.unlink()
    if not hasattr(os, "fork"):
        return {name: attempt(name) for name in names}
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(TIMEOUT)
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
            target.write_text(json.dumps({name: attempt(name) for name in names}), encoding="utf-8")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}


def every(names, folder):
    """The results for all modules: folder by folder, and those that failed in company once more alone."""
    groups = {}
    for name in names:
        groups.setdefault(name if ":" in name else name.rpartition(".")[0], []).append(name)
    for group in groups.values():
        found = apart(group, folder)
        for name in group:
            result = found.get(name)
            if len(group) > 1 and (result is None or "error" in result):
                result = apart([name], folder).get(name)
            yield name, result or {"error": "the process died or took too long"}


def attempt(name):
    try:
        return dump(name)
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        message = str(error).splitlines()[0] if str(error) else ""
        return {"error": f"{type(error).__name__}: {message} ({last.filename}:{last.lineno})"}


def names_below(root, folder):
    for path in sorted((root / folder).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def main():
    root, out, *names = sys.argv[1:]
    root, out = Path(root).resolve(), Path(out).resolve()
    if names[:1] == ["--all"]:
        names = list(names_below(root, names[1]))
    sys.path.insert(0, str(root))
    import fastapi
    import pydantic
    import starlette

    with contextlib.suppress(ImportError, RuntimeError):  # it needs an HTTP client, which nobody else does
        import fastapi.testclient

    folder = out.parent
    for name, text in STAGE.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    os.environ.setdefault("ADMIN_EMAIL", "admin@example.com")
    os.chdir(folder)
    gc.collect()
    gc.freeze()
    result = {
        "fastapi": fastapi.__version__,
        "pydantic": pydantic.VERSION,
        "starlette": starlette.__version__,
        "modules": dict(every(dict.fromkeys(names), folder)),
    }
    out.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
