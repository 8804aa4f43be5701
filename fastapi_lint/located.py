"""The subjects of a linked project by the file that they are in, for checking one file again and again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi_lint.model import domain
from fastapi_lint.model.project import Project
from fastapi_lint.rule import Check
from fastapi_lint.subjects import SUBJECTS

IN_BODIES: tuple[type[Any], ...] = (domain.LoopCall, domain.LoopChain, domain.ProjectCall)
"""Subjects that an edit of a function's body makes and removes; all others stay what they are."""


class Located:
    """Finds the subjects of one file, in the order in which the project has them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._known: dict[type[Any], dict[str, list[Any]]] = {}
        self._having: dict[frozenset[domain.Role], dict[str, list[Any]]] = {}
        """The functions that have one of some roles."""
        self._placings = project.placings

    def prepare(self) -> None:
        """Sort the subjects by file, which is about all that there is to do for the first file."""
        for kind in SUBJECTS:
            if kind not in IN_BODIES:
                self.by_path(kind)

    def of(self, check: Check[Any], path: str) -> Iterable[Any]:
        """The subjects of a check in a file, or of the project itself for its root."""
        kind = check.subject
        if kind is domain.LoopChain:
            return [chain for chain in self.project.loop_chains if chain.path == path]
        module = self.project.modules.get(path)
        if kind not in IN_BODIES:
            return self.for_check(check).get(path, ())
        if module is None:
            return ()
        if kind is domain.LoopCall:
            return self.project.loop_calls_in(module)
        return self.project.calls_in_module(module, check.to)

    def for_check(self, check: Check[Any]) -> dict[str, list[Any]]:
        """The subjects of a check by file: of functions only those with a role, where it asks for one."""
        known = self.by_path(check.subject)
        if not check.roles:
            return known
        found = self._having.get(check.roles)
        if found is None:
            some = {path: [one for one in some if one.roles & check.roles] for path, some in known.items()}
            found = self._having[check.roles] = {path: having for path, having in some.items() if having}
        return found

    def _note_placings(self) -> None:
        """Roles were given anew."""
        self._placings = self.project.placings
        self._known.pop(domain.Dependency, None)
        self._having.clear()

    def by_path(self, kind: type[Any]) -> dict[str, list[Any]]:
        """All subjects of a kind that no edit of a body makes or removes, in the order of the project."""
        if self._placings != self.project.placings:
            self._note_placings()
        if kind not in self._known:
            found = self._known[kind] = {}
            for subject in SUBJECTS[kind](self.project):
                found.setdefault(getattr(subject, "path", self.project.root), []).append(subject)
        return self._known[kind]
