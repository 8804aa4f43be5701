"""All rules that are installed, ours and everybody's, through one door: the ``fastapi_lint.rules`` entry points."""

from __future__ import annotations

import importlib
import pkgutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType

from fastapi_lint.plugins import Plugin, plugins
from fastapi_lint.result import Problem, ProblemKind
from fastapi_lint.rule import Rule


@dataclass
class Registry:
    """The rules of a run, sorted by code, and what kept a plugin from being loaded."""

    rules: list[Rule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def _index(self) -> dict[str, Rule]:
        return {key: rule for rule in self.rules for key in (rule.name, rule.code)}

    def find(self, selector: str) -> Rule | None:
        """The rule with this name or code."""
        return self._index.get(selector) or self._index.get(selector.upper())


def load() -> Registry:
    """Import every plugin. A broken one becomes a problem that names it; the others still load."""
    registry = Registry()
    taken: dict[str, Rule] = {}
    for plugin in plugins():
        try:
            for rule in rules_of(plugin.load()):
                _add(registry, taken, rule, plugin)
        except Exception as error:
            entry = f"{plugin.name} = {plugin.value}"
            message = f"plugin `{plugin.distribution}` (entry point `{entry}`) cannot be loaded: "
            message += f"{type(error).__name__}: {error}"
            registry.problems.append(Problem(ProblemKind.PLUGIN, "", message, detail=traceback.format_exc()))
    registry.rules.sort(key=lambda rule: (rule.code, rule.name))
    return registry


def rules_of(package: ModuleType) -> Iterator[Rule]:
    """The rules of a package and all its modules, or of a single module."""
    if isinstance(getattr(package, "rule", None), Rule):
        yield package.rule
    for info in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
        module = importlib.import_module(info.name)
        if isinstance(getattr(module, "rule", None), Rule):
            yield module.rule


def _add(registry: Registry, taken: dict[str, Rule], rule: Rule, plugin: Plugin) -> None:
    for key in (rule.code, rule.name):
        if key in taken:
            message = f"plugin `{plugin.distribution}` brings `{rule.module}` as `{key}`, "
            message += f"which `{taken[key].module}` uses already"
            registry.problems.append(Problem(ProblemKind.PLUGIN, "", message))
            return
    taken[rule.code] = taken[rule.name] = rule
    registry.rules.append(rule)
