"""All rules that are installed, ours and everybody's, through one door: the ``fastapi_lint.rules`` entry points."""

from __future__ import annotations

import importlib
import pkgutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from fastapi_lint.result import Problem, ProblemKind
from fastapi_lint.rule import Rule

GROUP = "fastapi_lint.rules"


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
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        try:
            for rule in rules_of(entry.load()):
                _add(registry, taken, rule, entry)
        except Exception as error:
            message = f"plugin `{_distribution(entry)}` (entry point `{entry.name} = {entry.value}`) cannot be loaded: "
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


def _add(registry: Registry, taken: dict[str, Rule], rule: Rule, entry: EntryPoint) -> None:
    for key in (rule.code, rule.name):
        if key in taken:
            message = f"plugin `{_distribution(entry)}` brings `{rule.module}` as `{key}`, "
            message += f"which `{taken[key].module}` uses already"
            registry.problems.append(Problem(ProblemKind.PLUGIN, "", message))
            return
    taken[rule.code] = taken[rule.name] = rule
    registry.rules.append(rule)


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.value
