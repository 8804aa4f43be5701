"""Routers that nothing includes, nothing mentions, and nothing may find by itself."""

from __future__ import annotations

import re

from fastapi_lint.model.domain import Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.project import Project

_DISCOVERY = re.compile(
    r"\b(import_module|iter_modules|walk_packages|entry_points|__import__|find_modules|load_module"
    r"|gc\.get_objects|sys\.modules|__dict__|vars\(|globals\()|\bgetattr\([^,()]+,\s*[\"'](router|\w*_router)[\"']"
)
"""What may find modules, or the routers in them, by their names, in a file that speaks of routers."""


def forgotten(project: Project) -> list[Router]:
    """The routers that certainly serve nothing, in a project that shows all of its applications."""
    found = [router for router in project.routers if _may_be_forgotten(router)]
    return [router for router in found if not _is_used(router)] if found and _is_complete(project) else []


def _may_be_forgotten(router: Router) -> bool:
    module = router.module
    if router.included_in or router.within is not None or router.call is None or not router.name:
        return False
    if router.kind != "fastapi.APIRouter" or router.cls is not None or module.is_test:
        return False
    return any(router.routes) and module.names.get(router.name) is router


def _is_used(router: Router) -> bool:
    others = (module for module in router.module.project.modules.values() if module is not router.module)
    return _is_used_here(router) or any(_is_used_in(module, router) for module in others)


def _is_complete(project: Project) -> bool:
    """Whether the project has an application, and nothing in it brings routes that the source does not show."""
    served = [app for app in project.applications if not app.module.is_test]
    if not any(app.entries for app in served):
        return False
    modules = [module for module in project.modules.values() if not module.is_test]
    texts = (module.source.text for module in modules)
    if any("router" in text and _DISCOVERY.search(text) for text in texts):
        return False
    return not any(route.stands_for_others for route in project.routes if not route.module.is_test)


def _is_used_here(router: Router) -> bool:
    """Whether its own file does anything with it but register routes on it."""
    name = re.escape(router.name)
    text = router.module.source.text
    mentions = len(re.findall(rf"(?<![\w.\"']){name}(?![\w\"'])", text))
    plain = rf"(?:^[ \t]*@{name}\.\w+\s*\()|(?:^{name}\s*(?::[^=\n]+)?=(?!=))|(?:^{name}\.\w+\()"
    return mentions != len(re.findall(plain, text, re.MULTILINE))


def _is_used_in(module: Module, router: Router) -> bool:
    """Whether another file imports the router, or takes it from its module."""
    if any(value is router for value in module.names.values()):
        return True
    if router.name not in module.source.text:
        return False
    types = module.project.types
    look = types.lookup_in(module)
    inside = (part for function in module.functions.values() for part in function.body)
    for statement in (*module.facts.body, *inside):
        for node in s.walk(statement):
            if isinstance(node, s.Attribute) and node.attr == router.name:
                owner = types.resolve(node.value, look)
                if owner is None or owner is router.module:
                    return True
            elif isinstance(node, s.Imported) and node.attribute == router.name:
                return True  # inside a function
    return False
