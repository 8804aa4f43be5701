"""``Target``: the versions of one package that a project admits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version


class Target(msgspec.Struct, frozen=True):
    """A range, ``minimum <= version < below``, or the one ``exact`` version; all None means the newest.

    ``origin`` says where it was read. Versions are compared as releases: a pre-release counts as its release.
    """

    minimum: Version | None = None
    below: Version | None = None
    exact: Version | None = None
    origin: str = ""

    def at_least(self, version: str) -> bool:
        """Whether every admitted version is ``version`` or newer."""
        lowest = self.exact or self.minimum
        if lowest is None:
            return self.below is None
        return lowest >= _version(version)

    def may_be_below(self, version: str) -> bool:
        """Whether some admitted version is older than ``version``."""
        return not self.at_least(version)

    def before(self, version: str) -> bool:
        """Whether every admitted version is older than ``version``; nobody knows that of the newest."""
        if self.exact is not None:
            return self.exact < _version(version)
        return self.below is not None and self.below <= _version(version)

    def admits(self, version: str) -> bool:
        """Whether the project may run on ``version``; an unknown target admits them all."""
        wanted = _version(version)
        if self.exact is not None:
            return self.exact == wanted
        too_old = self.minimum is not None and wanted < self.minimum
        return not too_old and (self.below is None or wanted < self.below)

    @property
    def is_known(self) -> bool:
        """Whether anything narrows the versions down."""
        return self.exact is not None or self.minimum is not None

    def __str__(self) -> str:
        if self.exact is not None:
            return f"=={self.exact}"
        bounds = [f">={self.minimum}" if self.minimum else "", f"<{self.below}" if self.below else ""]
        return ",".join(filter(None, bounds)) or "newest"


def from_specifier(specifiers: SpecifierSet, origin: str) -> Target:
    """The smallest range that has everything that ``specifiers`` admit; ``!=`` makes no difference to it."""
    lows: list[Version] = []
    tops: list[Version] = []
    for specifier in specifiers:
        operator, text = specifier.operator, specifier.version
        if operator in ("==", "===") and not text.endswith(".*"):
            return Target(exact=_version(text), origin=origin)
        if operator in (">=", ">", "~=", "=="):
            lows.append(_version(text.removesuffix(".*")))
        if operator in ("<", "<="):
            tops.append(_version(text) if operator == "<" else after(_version(text)))
        elif operator in ("~=", "=="):
            tops.append(_series_end(text, compatible=operator == "~="))
    if tops and not lows:
        lows = [_version("0")]
    return Target(max(lows, default=None), min(tops, default=None), origin=origin)


def hull(targets: Iterable[Target]) -> Target:
    """The smallest range that has all of several known targets."""
    targets = list(targets)
    if len({(target.minimum, target.below, target.exact) for target in targets}) == 1:
        return targets[0]
    lows = [target.exact or target.minimum for target in targets]
    tops = [after(target.exact) if target.exact else target.below for target in targets]
    origin = ", ".join(dict.fromkeys(target.origin for target in targets))
    below = None if None in tops else max(top for top in tops if top is not None)
    return Target(min(low for low in lows if low is not None), below, origin=origin)


def after(version: Version) -> Version:
    """The first version that is newer, as far as anybody numbers versions."""
    release = (*version.release, 0, 0)[: max(3, len(version.release))]
    return _version(".".join(map(str, (*release, 1))))


def bump(version: Version, index: int) -> Version:
    """``version`` with the part at ``index`` raised by one, and nothing behind it."""
    release = (*version.release, *(0,) * index)[: index + 1]
    return _version(".".join(map(str, (*release[:-1], release[-1] + 1))))


def _series_end(text: str, *, compatible: bool) -> Version:
    version = _version(text.removesuffix(".*"))
    return bump(version, max(len(version.release) - 1 - compatible, 0))


@lru_cache(maxsize=256)
def _version(text: str) -> Version:
    from packaging.version import Version

    version = Version(text)
    return Version(version.base_version) if version.is_prerelease else version
