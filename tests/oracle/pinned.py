"""What is asked of a package index, and how its application is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Application:
    """A release that makes an application when it is imported."""

    name: str
    """As the project is called in ``ecosystem/projects.toml``; its source lies there. With ``folders`` it is read
    from the environment."""
    names: tuple[str, ...]
    python: tuple[str, ...] = ("3.12", "3.11", "3.13")
    extra: str = ""
    version: str = ""
    """Of what is in no list of projects."""
    folders: tuple[str, ...] = ()
    """The packages that the application is made of, in the environment."""
    beside: tuple[str, ...] = ()
    """What it forgets to ask for."""
    making: str = ""
    """Code that binds the application to ``app``, where a factory wants arguments."""
    settings: tuple[tuple[str, str], ...] = ()
    """Environment variables without which it does not start; ``{here}`` is a folder of its own."""
