"""Where a run's time goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time


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
