"""What goes wrong in a configuration, said so that the user can put it right."""

from __future__ import annotations

from collections.abc import Iterable


class ConfigError(Exception):
    """A mistake in the configuration: the file (or ``command line``), and what to change."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``otherwise``, and the known word that was probably meant."""
    import difflib

    lowered = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower().replace("_", "-"), lowered, n=1, cutoff=0.6)
    return f"{otherwise}, did you mean `{lowered[close[0]]}`?" if close else otherwise
