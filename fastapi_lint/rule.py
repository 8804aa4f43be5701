"""What a rule is: a code, a docstring, and checks that subscribe to subjects.

A subject is a LibCST node class (``cst.ClassDef``) or a class of the application model (``Route``).
``Rule.on`` ties the subject to the type of the check's parameter, so mypy and pyright refuse a check
that takes anything else.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from fastapi_lint.finding import Findings, Severity

if TYPE_CHECKING:
    from fastapi_lint.context import Context
    from fastapi_lint.model.domain import Role

S = TypeVar("S")

GROUPS = ("default", "strict", "all")


class Options(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """Base of a rule's own settings: subclass it with defaults and ``frozen=True``, and pass it to ``Rule``.

    They are read from ``[tool.fastapi-lint.rules.<rule-name>]``.
    """


class Check(msgspec.Struct, Generic[S], frozen=True):
    """One function of one rule, and the subject it wants to see."""

    rule: Rule
    subject: type[S]
    function: Callable[[S, Context], Findings]
    to: frozenset[str]
    containing: str = ""
    roles: frozenset[Role] = frozenset()


class Rule:
    """A rule of the linter; its module's file name is its name, its folder its category.

    ``group`` is the smallest group it belongs to: ``default`` rules run unless ignored, ``strict`` rules
    when that group is selected, ``all`` rules only when selected by name, code, category or ``ALL``. Files
    that the settings call tests are left alone unless ``in_tests`` is set.
    """

    def __init__(
        self,
        module: str,
        code: str,
        severity: Severity,
        *,
        since: str,
        group: str = "default",
        options: type[Options] = Options,
        in_tests: bool = False,
    ) -> None:
        if group not in GROUPS:
            raise ValueError(f"{module}: group is {group!r}, expected one of {', '.join(GROUPS)}")
        self.module = module
        self.name = module.rpartition(".")[2].replace("_", "-")
        """``blocking-sleep`` for the module ``….blocking_sleep``."""
        self.category = module.split(".")[-2] if "." in module else "plugin"
        """``asynchrony`` for the module ``….asynchrony.blocking_sleep``."""
        self.code = code
        self.severity = severity
        self.since = since
        self.group = group
        self.options = options
        self.in_tests = in_tests
        self.checks: list[Check[Any]] = []

    @property
    def manual(self) -> str:
        """The module's docstring: manual page, editor hover and test in one."""
        return inspect.cleandoc(sys.modules[self.module].__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of the manual, without its full stop."""
        return self.manual.partition("\n")[0].rstrip(".")

    @property
    def url(self) -> str:
        """The rule's page on the documentation site."""
        return f"https://fastapi-lint.dev/rules/{self.category}/{self.name}/"

    def on(
        self,
        subject: type[S],
        *,
        to: Collection[str] = (),
        containing: str = "",
        roles: Collection[Role] = (),
    ) -> Callable[[Callable[[S, Context], Findings]], Callable[[S, Context], Findings]]:
        """Register the decorated function as a check of ``subject``.

        ``to`` narrows subjects that are calls (``cst.Call``, ``LoopCall``, ``ProjectCall``) to callees with
        these canonical names; a trailing ``.*`` stands for any attribute below, a leading ``!`` takes one name
        out again. A ``Family`` of blocking calls also holds what the user's configuration adds to it. ``to`` is an
        index, not a filter: a check is never run for other calls, and a file that imports
        none of the modules is not even parsed. ``containing`` does the same for other nodes: a file without
        that text holds nothing for the check. ``roles`` narrows functions to those that have one of these roles.
        """

        def register(function: Callable[[S, Context], Findings]) -> Callable[[S, Context], Findings]:
            names = to if isinstance(to, frozenset) else frozenset(to)
            self.checks.append(Check(self, subject, function, names, containing, frozenset(roles)))
            return function

        return register

    def __repr__(self) -> str:
        return f"<Rule {self.code} {self.name}>"
