"""What a router serves: its own entries and those of the routers that it includes, in run-time order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi_lint.model.domain import Inclusion, Mount, MountPoint, PathOperation, Route, Router


def serve(
    server: Router,
    live: bool,
    entries: Callable[[Router], Sequence[Route | Inclusion | Mount]] = lambda router: router.entries,
) -> list[PathOperation | MountPoint]:
    """Everything that ``server`` matches requests with, in run-time order.

    ``live`` is FastAPI from 0.137 on, where an included router may grow after its inclusion. Before, mounts
    were not copied, and Starlette's own routes got only the prefixes of the inclusions. ``entries`` gives the
    entries of a router, to see what another order would serve.
    """

    def below(
        router: Router, prefix: str | None, bare: str | None, chain: tuple[Inclusion, ...]
    ) -> list[PathOperation | MountPoint]:
        found: list[PathOperation | MountPoint] = []
        size = None if live or not chain else chain[-1].size
        for entry in entries(router)[:size]:
            if isinstance(entry, Inclusion):
                if entry.included is not server and entry.included not in [item.included for item in chain]:
                    inner = joined(prefix, router.prefix, entry.prefix)
                    short = inner if live else joined(bare, entry.prefix)
                    brought = below(entry.included, inner, short, (*chain, entry))
                    found += brought if entry.only is None else _picked(brought, entry.only)
            elif isinstance(entry, Route):
                path = joined(bare if entry.plain else prefix, entry.template)
                found.append(PathOperation(server, path, chain, entry))
            elif live or not chain:
                found.append(MountPoint(server, joined(prefix, entry.prefix), chain, entry))
        return found

    return below(server, "", "", ())


def _picked(
    brought: list[PathOperation | MountPoint], only: Sequence[tuple[Route, str | None]]
) -> list[PathOperation | MountPoint]:
    """Some routes in an order of their own, perhaps one of them twice."""
    known = {(one.route, one.path): one for one in brought if isinstance(one, PathOperation)}
    return [known[wanted] for wanted in only if wanted in known]


def joined(*parts: str | None) -> str | None:
    """The parts of a path as one; None when one of them is unknown."""
    return None if None in parts else "".join(part for part in parts if part)
