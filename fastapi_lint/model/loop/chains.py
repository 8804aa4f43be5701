"""Chains: from code on the event loop through plain functions of the project down to a call that blocks.

The plain functions that coroutines call form a graph. A node is a piece of code together with the functions
that it was given and calls (``Node``); what it runs is read off its body once (``links``). The graph is walked forward
from the event loop, so nothing is followed that never runs there, and then back from the blocking calls, family by
family, nearest first: every node learns its shortest way to a blocking call of each family, and cycles end by
themselves.

Whatever is handed to a thread is passed and not called, so chains end there without being told.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import is_
from typing import TYPE_CHECKING

from fastapi_lint.counting import CODE_READ, count
from fastapi_lint.model.domain import Function, Hop, LoopChain
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.calls import CallSite
from fastapi_lint.model.knowledge.blocking import FAMILIES, FOLLOWED
from fastapi_lint.model.knowledge.running import ASKS_FOR_LOOP, LOOP_LIBRARIES
from fastapi_lint.model.loop.distances import FAR, Step, above, beyond, leading, spread
from fastapi_lint.model.loop.expired import Expired
from fastapi_lint.model.loop.finished import RESULTS, is_finished
from fastapi_lint.model.loop.guards import Guards
from fastapi_lint.model.loop.nodes import Node
from fastapi_lint.model.loop.retrying import pause
from fastapi_lint.model.loop.roomy import GETS, TAKES, has_item, is_new
from fastapi_lint.model.loop.running import Running
from fastapi_lint.model.loop.seldom import Rarity, rarity
from fastapi_lint.model.meaning.values import External
from fastapi_lint.result import CallCount

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


_NUMBERS = {family.name: number for number, family in enumerate(FOLLOWED)}
_BRIEF = len(FAMILIES)
"""The number of the last family, whose calls are brief on most days."""


@dataclass(slots=True)
class Links:
    """What a node runs in the thread that runs it."""

    leaves: dict[int, tuple[str, s.Expr]] = field(default_factory=dict)
    """By family, the first blocking call of its own."""
    steps: list[Step] = field(default_factory=list)
    needs_loop: bool = False
    """Whether it uses asyncio and the like, and so cannot run in another thread."""

    def leads_as(self, other: Links) -> bool:
        """Whether the ways through it are the same, whatever they look like."""
        return (
            self.needs_loop == other.needs_loop
            and self.leaves.keys() == other.leaves.keys()
            and [step.options for step in self.steps] == [step.options for step in other.steps]
        )


class Chains:
    """The ways from the event loop to blocking calls."""

    def __init__(self, project: Project, functions: Iterable[Function]) -> None:
        """Follow what ``functions`` run: those that run on the event loop."""
        self.running = Running(project)
        self.blocking = project.blocking
        self._links: dict[Node, Links] = {}
        self._nearest: list[dict[Node, int]] = []
        self._leading: dict[int, int] = {}
        """The families of steps, by their ids, whose options block in different ways."""
        self._reached: list[set[Node]] = []
        """By family, the nodes with a way to a blocking call of it or of any other that counts for it."""
        self._doubtful: list[dict[Node, int]] = []
        """By family, how far it is from nodes with a way that one of several options decides, if such are wanted."""
        self._with_doubtful = project.with_doubtful
        self._looping: set[Node] = set()
        """The functions whose tests may ask for what is known without a call."""
        self._callers: dict[Node, list[tuple[Node, Step]]] = {}
        self._chains: dict[Node, list[LoopChain]] = {}
        """By where the event loop comes from."""
        self._hops: dict[tuple[Node, int], tuple[Hop, str, Node | None]] = {}
        """By node and family, the first hop of its way; behind it a blocking call or another node."""
        self._groups: dict[int, tuple[list[LoopChain], LoopChain]] = {}
        """The chains of each blocking call as they were found, by the first one, with the one that stands for all."""
        self._roots = [Node(function) for function in functions]
        self._walk(self._roots)
        self.found = self._find()
        """One chain for every blocking call that is reached, with the others that end in the same call."""

    def _find(self, changed: Collection[Node] = (), *, is_measured: bool = False) -> list[LoopChain]:
        for told in ("count", "expired"):
            self.__dict__.pop(told, None)
        roots = list(self._roots)
        for made in self.running.wrapping.coroutines:  # walking them may make more
            roots.append(made)
            self._walk([made])
        if not is_measured:
            self._callers = self._measure()
        self._hops.clear()
        for root in above(changed, self._callers):
            self._chains.pop(root, None)
        for root in roots:
            if root not in self._chains:
                self._chains[root] = list(self._entries(root))
        return self._by_cause(chain for root in roots for chain in self._chains[root])

    def _by_cause(self, chains: Iterable[LoopChain]) -> list[LoopChain]:
        """One chain for each blocking call: what requests reach comes first, then the shortest."""
        causes: dict[tuple[str, s.Expr], list[LoopChain]] = {}
        for chain in chains:
            causes.setdefault((chain.hops[-1].path, chain.hops[-1].expr), []).append(chain)
        groups, self._groups = self._groups, {}
        for entries in causes.values():
            known = groups.get(id(entries[0]))
            if known is None or not _are_same(known[0], entries):
                known = entries, _foremost(entries)
            self._groups[id(entries[0])] = known
        return [first for _, first in self._groups.values()]

    def follow_again(self, functions: Collection[Function], roots: Iterable[Function] | None) -> bool:
        """Some functions have other bodies now, and ``roots``, if given, are what runs on the event loop now.

        False if the ways have to be found from the start for that.
        """
        if any(self.running.decides_otherwise(function) for function in functions):
            return False
        changed = {node: links for node, links in self._links.items() if node.code in functions}
        for node in changed:
            del self._links[node]
        if roots is not None:
            self._roots = [Node(function) for function in roots]
            self._groups = {}  # they are in the order of what is reached by requests
        self._walk([*changed, *self._roots])
        is_alike = all(self._links[node].leads_as(links) for node, links in changed.items())
        self.found = self._find(changed, is_measured=roots is None and is_alike)
        return True

    def needs_loop(self, function: Function) -> bool:
        """Whether a function, or what it calls, can only run on the event loop."""
        return Node(function) in self._looping

    @property
    def nodes(self) -> Collection[Node]:
        """Everything that the event loop gets to."""
        return self._links.keys()

    def steps(self, node: Node) -> list[Step]:
        """What a node runs."""
        return self._links[node].steps

    def leading_to(self, ends: Iterable[Node]) -> set[Node]:
        """The nodes that may get to some others, and those."""
        return set(spread(ends, self._callers, dict.fromkeys(self._links, 0)))

    @cached_property
    def expired(self) -> Expired:
        """What is read behind commits."""
        return Expired(self)

    # --- forward: what runs what ---------------------------------------------------------------------

    def _walk(self, roots: Iterable[Node]) -> None:
        pending = list(roots)
        while pending:
            node = pending.pop()
            if node in self._links:
                continue
            links = self._links[node] = self._read(node)
            pending.extend(option for step in links.steps for option in step.options)

    def _read(self, node: Node) -> Links:
        count(CODE_READ)
        body = self.running.body(node)
        called = self.blocking.called
        outside = [(site, name) for site in body.sites if (name := called(site.callee, site.given))]
        asked = [site.call.start for site, name in outside if name in ASKS_FOR_LOOP]
        # what comes after the question is otherwise where there is a loop
        end = min(asked) if asked and not _is_on_loop(node) else sys.maxsize
        links = Links(needs_loop=bool(asked))
        may_run = Guards(node.code, dict(node.fixed)).may_run if isinstance(node.code, Function) else _always
        for site, name in outside:
            if site.call.start < end:
                family = self.blocking.family(name, site.given) if not site.awaited else ""
                if family in _NUMBERS and may_run(site.call) and not _is_over(node, site):
                    self._add_leaf(node, links.leaves, _NUMBERS[family], (name, site.call))
                links.needs_loop = links.needs_loop or name.startswith(LOOP_LIBRARIES)
        if waits := pause(node.code):
            links.leaves.setdefault(_NUMBERS["sleep"], waits)
        steps = self.running.steps(node, body)
        links.steps = [Step(expr, options) for expr, options in steps if expr.start < end and may_run(expr)]
        return links

    def _add_leaf(
        self, node: Node, leaves: dict[int, tuple[str, s.Expr]], family: int, leaf: tuple[str, s.Expr]
    ) -> None:
        """Note a blocking call: the first of a family, but one that does not wait for an error comes before it."""
        if family not in leaves or (
            self._rarity(node, leaves[family][1]).on_error and not self._rarity(node, leaf[1]).on_error
        ):
            leaves[family] = leaf

    @staticmethod
    def _rarity(node: Node, expr: s.Expr) -> Rarity:
        return rarity(node.code, expr) if isinstance(node.code, Function) else Rarity()

    @cached_property
    def count(self) -> CallCount:
        """The calls on the ways from the event loop, and how many the model could resolve."""
        bodies = {node.code: self.running.body(node) for node in self._links}
        sites = [site for body in bodies.values() for site in body.sites]
        return CallCount(len(sites), sum(site.callee is not None for site in sites))

    # --- backward: how far it is to a blocking call ---------------------------------------------------

    def _measure(self) -> dict[Node, list[tuple[Node, Step]]]:
        """Find out how far it is from every node; who runs each node."""
        callers: dict[Node, list[tuple[Node, Step]]] = {}
        ends: list[list[Node]] = [[] for _ in FOLLOWED]
        long, looping = [], []
        for node, links in self._links.items():
            for step in links.steps:
                for option in step.options:
                    callers.setdefault(option, []).append((node, step))
            for family in links.leaves:
                ends[family].append(node)
            if links.leaves.keys() - {_BRIEF}:
                long.append(node)
            if links.needs_loop:
                looping.append(node)
        cached = {node for node in self._links if self.running.wrapping.is_cached(node)}
        blocking = spread(long, callers, {}, cached)
        self._nearest = [spread(nodes, callers, {}, cached) for nodes in ends[:_BRIEF]]
        steps = {node: links.steps for node, links in self._links.items()}
        self._leading = leading(steps, blocking, self._nearest)
        for family in set(self._leading.values()):
            led = {step for step, one in self._leading.items() if one == family}
            self._nearest[family] = spread(ends[family], callers, blocking, cached, led)
        self._nearest.append(spread(ends[_BRIEF], callers, blocking, cached))
        reached = set().union(*self._nearest[:_BRIEF])
        self._reached = [*[reached] * _BRIEF, reached | self._nearest[_BRIEF].keys()]
        if self._with_doubtful:
            self._doubtful = [beyond(nearest, callers) for nearest in self._nearest[:_BRIEF]]
        self._looping = set(spread(looping, callers, dict.fromkeys(self._links, 0)))
        return callers

    def _entries(self, root: Node) -> Iterator[LoopChain]:
        for step in self._links[root].steps:
            if self._reached[_BRIEF].issuperset(step.options):
                for family in range(len(FOLLOWED)):
                    option = self._next(step, family)
                    if option is not None:
                        yield self._chain(root, step, family, option)
            if self._with_doubtful:
                for family in range(_BRIEF):
                    option = self._perhaps(step, family) if self._next(step, family) is None else None
                    if option is not None:
                        yield self._chain(root, step, family, option, is_doubtful=True)

    def _chain(
        self, root: Node, step: Step, family: int, option: Node, *, is_doubtful: bool = False
    ) -> LoopChain:
        assert isinstance(root.code, Function)
        callee, hops = self._way(option, family)
        site = self.running.site(root, step.expr)
        rare = self._rarity(root, step.expr)
        keeps = self._keeps_thread(step)
        return LoopChain(root.code, step.expr, callee, hops, site, keeps, rare, is_doubtful=is_doubtful)

    def _keeps_thread(self, step: Step) -> bool:
        return any(option in self._looping for option in step.options)

    def _next(self, step: Step, family: int) -> Node | None:
        """The option that is nearest to a blocking call of a family, if none of them may do without one.

        What blocks otherwise counts where the family stands for all that the step may be.
        """
        nearest = self._nearest[family]
        if not self._reached[family].issuperset(step.options):
            return None
        near = [option for option in step.options if option in nearest]
        if len(near) < len(step.options) and family not in (_BRIEF, self._leading.get(id(step))):
            return None
        return min(near, key=lambda option: nearest[option]) if near else None

    def _perhaps(self, step: Step, family: int) -> Node | None:
        """The option that is nearest to a blocking call of a family, where others may do without one."""
        near, far = self._nearest[family], self._doubtful[family]
        options = [option for option in step.options if option in near]
        if not options and all(option in far for option in step.options):
            options = list(step.options)
        return min(options, key=lambda option: self._distance(option, family)) if options else None

    def _distance(self, node: Node, family: int) -> int:
        near = self._nearest[family].get(node)
        return self._doubtful[family][node] + FAR * FAR if near is None else near

    def _way(self, start: Node, family: int) -> tuple[str, tuple[Hop, ...]]:
        hops: list[Hop] = []
        node: Node | None = start
        while node is not None:
            if (node, family) not in self._hops:  # many ways have the same end
                self._hops[node, family] = self._hop(node, family)
            hop, callee, node = self._hops[node, family]
            hops.append(hop)
        return callee, tuple(hops)

    def _hop(self, node: Node, family: int) -> tuple[Hop, str, Node | None]:
        links = self._links[node]
        module, name = self.running.place(node)
        is_cached = self.running.wrapping.is_cached(node)
        if family in links.leaves:
            callee, expr = links.leaves[family]
            return Hop(name, module.path, expr, self._rarity(node, expr), is_cached, node.code), callee, None
        follow = self._next if node in self._nearest[family] else self._perhaps
        options = ((step.expr, follow(step, family)) for step in links.steps)
        expr, following = min(
            ((expr, option) for expr, option in options if option is not None),
            key=lambda pair: self._distance(pair[1], family),
        )
        return Hop(name, module.path, expr, self._rarity(node, expr), is_cached, node.code), "", following


def _are_same(some: list[LoopChain], others: list[LoopChain]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def _foremost(chains: list[LoopChain]) -> LoopChain:
    """The chain that stands for all that end in the same call, with the others in order."""
    first, *others = sorted(
        chains, key=lambda one: (-one.function.reach, one.doubt, len(one.hops), one.path, one.span)
    )
    for one in others:
        one.others = []
    first.others = others
    return first


def _is(site: CallSite, names: frozenset[str]) -> bool:
    return isinstance(site.callee, External) and site.callee.name in names


def _always(expr: s.Expr) -> bool:
    """What a lambda runs: nothing is known of it that decides a branch."""
    return True


def _is_over(node: Node, site: CallSite) -> bool:
    """Whether a call asks for the result of a future that is known to be done, or for a queue or lock that is new."""
    if not isinstance(node.code, Function):
        return False
    if _is(site, TAKES):
        return is_new(node.code, site.call)
    if _is(site, GETS):
        return has_item(node.code, site.call)
    return _is(site, RESULTS) and is_finished(node.code.body, site.call)


def _is_on_loop(node: Node) -> bool:
    return isinstance(node.code, Function) and node.code.is_async
