"""Functions of libraries that make a router, add to one, or do something else with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Mount, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.bringing import BRINGING_ROUTERS, BRINGING_ROUTES, PAGES
from fastapi_lint.model.meaning.values import Arguments, Bound, Listing, Literal, Value
from fastapi_lint.model.routes.options import text
from fastapi_lint.model.routes.paginating import PAGINATING
from fastapi_lint.model.routes.versioning import VERSIONING, versioned

if TYPE_CHECKING:
    from fastapi_lint.model.routes.registering import Registering

BRINGING = frozenset({*BRINGING_ROUTERS, *BRINGING_ROUTES, *VERSIONING, *PAGINATING})
"""All of them, by their canonical names."""


def bring(run: Registering, call: s.Call, name: str, given: Arguments) -> Value:
    """What a call of one of them gives."""
    if name in VERSIONING:
        return versioned(run, call, given)
    if name in PAGINATING:
        parent = given.get(0, "parent")
        run.project.paginated += [parent] if isinstance(parent, Router) else []
        return parent
    if name in BRINGING_ROUTERS:
        router = run.construct(call, "fastapi.APIRouter", None, Arguments())
        for verb, own in BRINGING_ROUTERS[name]:
            run.add_route(router, call, verb, Literal(own), None, Arguments())
        return router
    target = given.get(0, "app")
    if isinstance(target, Router):
        _add(run, call, name, target, given)
    return None


def _add(run: Registering, call: s.Call, name: str, target: Router, given: Arguments) -> None:
    brought = BRINGING_ROUTES[name]
    path = given.get(brought.position, brought.parameter)
    shown = brought.parameter in given.named or len(given.positional) > brought.position
    path = path if shown or "" in given.named else Literal(brought.default)
    if brought.name == "mount":
        run.add_mount(Mount(target, run.module, call, run.branches, run.within, text(path), None))
    else:
        run.add_route(target, call, brought.name, path, None, Arguments())


def add_pages(run: Registering, router: Router, call: s.Call, given: Arguments) -> None:
    """The pages that an application of a library has by itself."""
    pages = PAGES[router.kind]
    values = {page.option: given.named.get(page.option, Literal(page.default)) for page in pages}
    for page in pages:
        if Literal(None) in (values[page.option], *(values[name] for name in page.needs)):
            continue
        method = router.cls.method(page.method) if router.cls is not None else None
        endpoint = Bound(method, router) if method is not None else None
        verbs = ("GET", "HEAD") if page.is_plain else ("GET",)
        options = Arguments(named={"methods": Listing(tuple(map(Literal, verbs)))})
        name = "add_route" if page.is_plain else "add_api_route"
        run.add_route(router, call, name, values[page.option], endpoint, options)
