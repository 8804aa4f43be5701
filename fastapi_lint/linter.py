"""Project × rules → findings. Reads no file, prints nothing, and does not know the configuration file."""

from __future__ import annotations

import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from time import process_time
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from fastapi_lint import jobs
from fastapi_lint.context import Context, Ignored
from fastapi_lint.finding import Finding
from fastapi_lint.jobs import NODES, Done, Job
from fastapi_lint.located import IN_BODIES, Located
from fastapi_lint.model import domain
from fastapi_lint.model.knowledge.blocking import Family
from fastapi_lint.model.knowledge.names import matches
from fastapi_lint.model.project import Project
from fastapi_lint.profile import Profile
from fastapi_lint.result import CallCount, Problem, ProblemKind
from fastapi_lint.rule import Check, Options, Rule
from fastapi_lint.source.parsing import DEEP_RECURSION
from fastapi_lint.subjects import SUBJECTS
from fastapi_lint.workers import spread

if TYPE_CHECKING:
    from fastapi_lint.source import Source


Reporting: TypeAlias = "defaultdict[tuple[str, Check[Any]], set[str]]"
"""By file and check: the other files whose subjects the check had something to say about in this one."""


@dataclass
class Linter:
    """Runs the checks of some rules; ``strict`` raises what a rule raises, for tests."""

    rules: Sequence[Rule]
    options: Mapping[str, msgspec.Struct] = field(default_factory=dict)
    strict: bool = False
    problems: list[Problem] = field(default_factory=list)
    profile: Profile = field(default_factory=Profile)
    workers: int = 1
    ignored: Ignored = lambda rule, place: False
    tick: Callable[[], None] = lambda: None
    """Called before every check; what it raises ends the run."""
    is_fixing: bool = False
    """Whether fixes are being applied: findings that name many places then come once for each file."""
    reporting: Reporting = field(default_factory=lambda: defaultdict(set))
    _held: dict[tuple[str, str], bool] = field(default_factory=dict, init=False, repr=False)
    followed: CallCount | None = None
    """How well calls on the event loop could be followed, if a check of the last run has asked, in whatever process."""

    def run(self, project: Project, paths: Set[str]) -> list[Finding]:
        """The findings in ``paths``, or caused there, sorted, each once: that of the first check that has it."""
        project.meet()
        checks = [check for rule in self.rules for check in rule.checks]
        nodes = [check for check in checks if check.subject not in SUBJECTS]
        checks = [check for check in checks if check.subject in SUBJECTS]
        located = Located(project)

        def done(number: int, name: str, find: Callable[[], list[Finding]]) -> Done:
            started, self.problems = process_time(), []
            findings = [finding for finding in find() if _places(finding) & paths]
            seconds = process_time() - started
            return Done(number, findings, self.problems, name, seconds, project.followed)

        def work(job: Job) -> list[Done]:
            if job.on_nodes and job.paths:
                find = partial(self._on_nodes, nodes, project, project.modules[job.paths[0]])
                return [done(len(checks), NODES, find)]
            return [
                done(number, check.rule.name, partial(self._on_model, check, located, job.paths))
                for number, check in job.checks
            ]

        dealt = [*jobs.dealt(checks, project), *jobs.on_nodes(nodes, len(checks), paths)]
        all_done = list(chain.from_iterable(spread(dealt, work, self.workers, jobs.unfinished)))
        found: dict[tuple[Any, ...], Finding] = {}
        problems: list[Problem] = []
        for done_here in sorted(all_done, key=lambda one: one.number):
            problems += done_here.problems
            self.profile.rules[done_here.name] += done_here.seconds
            self.followed = done_here.followed or self.followed
            for finding in done_here.findings:
                found.setdefault(finding.order, finding)
        self.problems = problems
        return sorted(found.values(), key=lambda finding: finding.order)

    def run_again(self, located: Located, path: str) -> list[Finding]:
        """The findings in one file, or caused there: about its subjects and others that had some before."""
        checks = [check for rule in self.rules for check in rule.checks]
        self.problems = []
        found: dict[tuple[Any, ...], Finding] = {}
        for check in checks:
            if check.subject in SUBJECTS:
                places = sorted({path, *self.reporting[path, check]})
                subjects = [
                    (place, _called(check, located.of(check, place), located.project)) for place in places
                ]
                for finding in self._over(check, located.project, subjects):
                    if path in _places(finding):
                        found.setdefault(finding.order, finding)
        nodes = [check for check in checks if check.subject not in SUBJECTS]
        for finding in self._on_nodes(nodes, located.project, located.project.modules[path]) if nodes else ():
            found.setdefault(finding.order, finding)
        return sorted(found.values(), key=lambda finding: finding.order)

    def _on_model(self, check: Check[Any], located: Located, paths: Sequence[str] | None) -> list[Finding]:
        self.tick()
        if check.subject in IN_BODIES:
            found = _subjects(check, located.project)
            return self._over(check, located.project, ((subject.path, (subject,)) for subject in found))
        known = located.for_check(check)
        subjects = (
            known.items() if paths is None else ((path, known[path]) for path in paths if path in known)
        )
        return self._over(check, located.project, subjects)

    def _over(
        self, check: Check[Any], project: Project, subjects: Iterable[tuple[str, Iterable[Any]]]
    ) -> list[Finding]:
        """What a check finds in some subjects, each some of one file."""
        found: list[Finding] = []
        contexts: dict[str, Context | None] = {}
        function = check.function
        for path, some in subjects:
            if path not in contexts:
                is_wanted = self._is_wanted(check, project, path)
                contexts[path] = self._context(check.rule, project, path) if is_wanted else None
            context = contexts[path]
            if context is None:
                continue
            before = len(found)
            for subject in some:
                try:
                    found += function(subject, context)
                except Exception as error:
                    self._failed(check, context, error)
            for finding in found[before:]:
                for place in _places(finding) - {path}:
                    self.reporting[place, check].add(path)
        return found

    def _context(self, rule: Rule, project: Project, path: str) -> Context:
        """What the checks of a rule are given about one file."""
        options = self.options.get(rule.name, Options())
        return Context(rule, options, project, path, self.ignored, self.is_fixing)

    def _is_wanted(self, check: Check[Any], project: Project, path: str) -> bool:
        """Whether a check looks at the subjects of one file."""
        module = project.modules.get(path)
        return module is None or (
            (check.rule.in_tests or not module.is_test)
            and (not check.containing or self._holds(module, check.containing))
        )

    def _holds(self, module: domain.Module, word: str) -> bool:
        """Whether a text holds a word; the checks of a rule ask for the same one."""
        key = (word, module.path)
        if key not in self._held:
            self._held[key] = word in module.source.text
        return self._held[key]

    def _failed(self, check: Check[Any], context: Context, error: Exception) -> None:
        """Say that a check has raised what it should not, or raise it again."""
        is_deep = isinstance(error, RecursionError) and sys.getrecursionlimit() < DEEP_RECURSION
        if self.strict or is_deep:  # the session tries everything again with more room
            raise error
        message = f"rule `{check.rule.name}` failed: {type(error).__name__}: {error}"
        self.problems.append(
            Problem(ProblemKind.INTERNAL, context.path, message, detail=traceback.format_exc())
        )

    def _on_nodes(self, checks: list[Check[Any]], project: Project, module: domain.Module) -> list[Finding]:
        found: list[Finding] = []
        source = module.source
        wanted = [c for c in checks if (c.rule.in_tests or not module.is_test) and may_concern(c, source)]
        if not wanted:
            return found
        from fastapi_lint.source import SyntaxProblem
        from fastapi_lint.source.walk import walk

        table: dict[type[Any], list[tuple[Check[Any], Context]]] = defaultdict(list)
        for check in wanted:
            table[check.subject].append((check, self._context(check.rule, project, module.path)))
        try:
            tree = source.tree
        except SyntaxProblem as error:  # a few valid forms, such as `(name): int = 1`, are beyond LibCST
            message = f"LibCST cannot read what Python can: {error.message.strip().splitlines()[0]}"
            self.problems.append(Problem(ProblemKind.SYNTAX, error.path, message, error.row, error.column))
            return found
        for node in walk(tree):
            for check, context in table.get(type(node), ()):
                if not check.to or matches(check.to, callee_of(node, module)):
                    try:
                        found += check.function(node, context)
                    except Exception as error:
                        self._failed(check, context, error)
        return found


def _places(finding: Finding) -> set[str]:
    return {finding.path, finding.cause.path} if finding.cause else {finding.path}


def _subjects(check: Check[Any], project: Project) -> Iterable[Any]:
    """What a check looks at: everything of a kind, or the calls of what it is about."""
    if check.subject is domain.LoopCall and check.to:
        named = (
            calls
            for callee, calls in project.loop_calls_by_callee.items()
            if _is_to(check.to, callee, project)
        )
        may_wait = project.blocking.may_wait
        return (call for call in chain.from_iterable(named) if may_wait(call.callee, call.site.given))
    subjects: Iterable[Any] = (
        project.calls_to(check.to)
        if check.subject is domain.ProjectCall
        else SUBJECTS[check.subject](project)
    )
    return _called(check, subjects, project)


def _called(check: Check[Any], subjects: Iterable[Any], project: Project) -> Iterable[Any]:
    """The subjects that are calls of what a check is about."""
    if not check.to:
        return subjects
    known: dict[str, bool] = {}

    def is_called(callee: str) -> bool:
        if callee not in known:
            known[callee] = _is_to(check.to, callee, project)
        return known[callee]

    called = (subject for subject in subjects if is_called(subject.callee))
    if check.subject is domain.LoopCall:
        may_wait = project.blocking.may_wait
        return (call for call in called if may_wait(call.callee, call.site.given))
    return called


def may_concern(check: Check[Any], source: Source) -> bool:
    """Whether a file can hold anything for a check, told from its text alone."""
    if check.containing not in source.text:
        return False
    return not check.to or any(all(word in source.text for word in _words(name)) for name in check.to)


def _words(name: str) -> Iterable[str]:
    """What a file has to hold for a call of ``name``: the top module, and the last part but for ``*``."""
    parts = name.lstrip("?!.").split(".")
    return (parts[0], *(part for part in parts[-1:] if part != "*"))


def _is_to(to: frozenset[str], callee: str, project: Project) -> bool:
    return project.blocking.family(callee) == to.name if isinstance(to, Family) else matches(to, callee)


def callee_of(call: Any, module: domain.Module) -> str:
    """The canonical name of a ``cst.Call``'s callee as the module level knows it."""
    from fastapi_lint.model.meaning.values import External

    names: list[str] = []
    node = call.func
    while type(node).__name__ == "Attribute":
        names.append(node.attr.value)
        node = node.value
    if type(node).__name__ != "Name":
        return ""
    types = module.project.types
    value = types.lookup_in(module)(node.value)
    for name in reversed(names):
        value = types.attribute(value, name)
    return value.name if isinstance(value, External) else ""
