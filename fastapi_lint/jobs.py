"""What the processes of a run are dealt, so that as little as possible is found out by several of them.

Checks of one subject ask for the same things, so one process runs them all. Those of functions and routes are most of
the work, and follow bodies: they are dealt out by files, and what a file's functions do is followed by whoever has the
file. What is about the ways to blocking calls follows all that is served, and comes first, as it takes longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec

from fastapi_lint.finding import Finding
from fastapi_lint.model import domain
from fastapi_lint.result import CallCount, Problem, ProblemKind
from fastapi_lint.rule import Check
from fastapi_lint.workers import WorkerFailed

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

NODES = "(rules about nodes)"

Share: TypeAlias = "tuple[str, ...]"

_LOOP: tuple[type[Any], ...] = (domain.LoopCall, domain.LoopChain)
_BY_FILE: tuple[type[Any], ...] = (domain.Function, domain.Route)
_SHARES = 16
"""Into how many parts files are dealt: few enough to have things found out once, enough for nobody to wait long."""


class Job(msgspec.Struct, frozen=True):
    """Some checks, each with its number among all, over some files or everything."""

    checks: tuple[tuple[int, Check[Any]], ...]
    paths: Share | None = None
    on_nodes: bool = False
    """Whether the checks are about the nodes of a tree, that of the one file."""


class Done(NamedTuple):
    """What one check found in a job, or all checks of nodes in one file."""

    number: int
    findings: list[Finding]
    problems: list[Problem]
    name: str
    seconds: float = 0.0
    followed: CallCount | None = None


def dealt(checks: Iterable[Check[Any]], project: Project) -> list[Job]:
    """The jobs of checks about subjects of the model, the longest first as far as that is known."""
    numbered = list(enumerate(sorted(checks, key=lambda check: check.subject not in _LOOP)))
    by_subject: dict[tuple[type[Any], ...], list[tuple[int, Check[Any]]]] = {_LOOP: [], _BY_FILE: []}
    for one in numbered:
        subject = one[1].subject
        kind = _LOOP if subject in _LOOP else _BY_FILE if subject in _BY_FILE else (subject,)
        by_subject.setdefault(kind, []).append(one)
    found = []
    for kind, some in by_subject.items():
        shares: Iterable[Share | None] = _shares(project) if kind is _BY_FILE else [None]
        found += [Job(tuple(some), share) for share in shares if some]
    return found


def on_nodes(checks: Iterable[Check[Any]], first: int, paths: Iterable[str]) -> list[Job]:
    """The jobs of checks about nodes: one for each file."""
    numbered = tuple(enumerate(checks, first))
    return [Job(numbered, (path,), on_nodes=True) for path in sorted(paths)] if numbered else []


def _shares(project: Project) -> Iterator[Share]:
    """All files, in parts with about the same number of functions."""
    room = len(project.functions()) / _SHARES
    share: list[str] = []
    size = 0
    for path, module in project.modules.items():
        share.append(path)
        size += len(module.functions)
        if size >= room:
            yield tuple(share)
            share, size = [], 0
    yield tuple(share)


def unfinished(failure: WorkerFailed, job: Job) -> list[Done]:
    """What becomes of a job whose process raised or died."""
    if failure.message.startswith(RecursionError.__name__):
        raise RecursionError(failure.message)  # the session tries everything again with more room
    if job.on_nodes and job.paths:
        [path] = job.paths
        return [_unfinished(failure, job.checks[0][0], NODES, path, "the file was")]
    return [
        _unfinished(failure, number, check.rule.name, "", f"the rule `{check.rule.name}` was")
        for number, check in job.checks
    ]


def _unfinished(failure: WorkerFailed, number: int, name: str, path: str, what: str) -> Done:
    message = f"{what} not checked: {failure.message}"
    return Done(number, [], [Problem(ProblemKind.INTERNAL, path, message, detail=failure.detail)], name)
