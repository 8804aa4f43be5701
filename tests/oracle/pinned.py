"""What is asked of a package index, and how its application is made: ``known.toml``, ``fresh.toml``, ``newer.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import tomllib

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Application:
    """A release that makes an application when it is imported; ``known.toml`` says what each field is."""

    name: str
    names: list[str]
    python: list[str] = field(default_factory=lambda: ["3.12", "3.11", "3.13"])
    extra: str = ""
    version: str = ""
    folders: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    making: str = ""
    settings: dict[str, str] = field(default_factory=dict)


def applications(listed: str) -> dict[str, Application]:
    """Those of one list, ``known``, ``fresh`` or ``newer``, by name."""
    told = tomllib.loads((HERE / f"{listed}.toml").read_text(encoding="utf-8"))
    return {name: Application(name, **how) for name, how in told.items()}
