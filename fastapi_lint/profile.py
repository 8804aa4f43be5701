"""Where a run's time goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from time import process_time
from typing import TypeVar

T = TypeVar("T")


class Profile:
    """Seconds of CPU of the stages of a run and of its rules.

    What the model finds out when it is first asked counts for the rule that asked first.
    """

    def __init__(self) -> None:
        self.stages: dict[str, float] = defaultdict(float)
        self.rules: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        started = process_time()
        try:
            yield
        finally:
            self.stages[name] += process_time() - started

    def rule(self, name: str, findings: Iterable[T]) -> Iterator[T]:
        """The findings, one by one, while the time to find them is measured."""
        following = iter(findings)
        while True:
            started = process_time()
            try:
                finding = next(following)
            except StopIteration:
                return
            finally:
                self.rules[name] += process_time() - started
            yield finding

    def add(self, rules: Mapping[str, float]) -> None:
        """Count what another process measured."""
        for name, seconds in rules.items():
            self.rules[name] += seconds
