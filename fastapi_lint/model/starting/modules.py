"""Which file an import means: pure path arithmetic over the project's files, without touching a disk."""

from __future__ import annotations

import sys
from collections.abc import Collection, Container, Iterable, Iterator
from functools import cache
from posixpath import dirname

from fastapi_lint.model.knowledge.blocking import BY_NAME
from fastapi_lint.model.meaning.values import Listing, Literal, Value

LIBRARIES = frozenset(
    [
        "fastapi",
        "starlette",
        "pydantic",
        "pydantic_settings",
        "sqlalchemy",
        "sqlmodel",
        "requests",
        "httpx",
        "redis",
        "celery",
        "jwt",
        "jose",
        "boto3",
        "pymongo",
        "psycopg",
        "psycopg2",
        "aiohttp",
        "bcrypt",
        "passlib",
        "uvicorn",
        "gunicorn",
        "alembic",
        "numpy",
        "pandas",
        "openai",
        "anthropic",
        "langchain",
        "torch",
        "transformers",
        "stripe",
        "sentry_sdk",
        "structlog",
        "loguru",
        "pytest",
        "docker",
        "kafka",
        "pika",
        "minio",
    ]
)
"""Names that a file beside the importing one is sooner named after than meant by."""

OURS = frozenset({"fastapi", "starlette", "pydantic"})
"""What the model itself knows about: not even in their own repositories are these looked up in the project."""


LISTING_MODULES = frozenset({"pkgutil.iter_modules", "pkgutil.walk_packages"})
"""Functions that list the modules of a package."""


def dotted(paths: Container[str], path: str) -> str:
    """What a module of the project is called when it is imported from outside its outermost package."""
    folder, _, name = path.rpartition("/")
    parts = [] if name == "__init__.py" else [name.removesuffix(".py")]
    while f"{folder}/__init__.py" in paths:
        folder, _, package = folder.rpartition("/")
        parts.insert(0, package)
    return ".".join(parts)


def given_names(paths: Container[str], path: str) -> dict[str, Value]:
    """The names that Python itself binds in a module."""
    name, is_package = dotted(paths, path), path.endswith("/__init__.py")
    package = name if is_package else name.rpartition(".")[0]
    names: dict[str, Value] = {
        "__name__": Literal(name),
        "__package__": Literal(package),
        "__file__": Literal(path),
    }
    return {**names, "__path__": Listing((Literal(dirname(path)),))} if is_package else names


def inside(paths: Collection[str], folder: str, is_deep: bool) -> Iterator[tuple[str, bool]]:
    """The names of the modules in a package's folder and whether each is a package, in ``pkgutil``'s order."""
    below = (path[len(folder) + 1 :].split("/") for path in paths if path.startswith(f"{folder}/"))
    names = {
        parts[0].removesuffix(".py") for parts in below if len(parts) == 1 or parts[1:] == ["__init__.py"]
    }
    for name in sorted(names - {"__init__"}):
        is_package = f"{folder}/{name}/__init__.py" in paths
        yield name, is_package
        if is_package and is_deep:
            for inner, holds_more in inside(paths, f"{folder}/{name}", is_deep):
                yield f"{name}.{inner}", holds_more


@cache
def _known_libraries() -> frozenset[str]:
    """The libraries of which the tables of blocking calls know something."""
    return frozenset(name.lstrip("!").partition(".")[0] for family in BY_NAME.values() for name in family)


class ModuleFinder:
    """Resolves module names among the project's files."""

    def __init__(self, root: str, paths: Iterable[str]) -> None:
        self.root = root.rstrip("/")
        self.files = set(paths)
        self.directories: set[str] = set()
        for path in self.files:
            folder = dirname(path)
            while folder not in self.directories and len(folder) >= len(self.root) and folder != "/":
                self.directories.add(folder)
                folder = dirname(folder)
        self._found: dict[str, dict[str, str | None]] = {}
        """By the folder of the file that imports, and the name."""
        self._bases: dict[tuple[str, str], str | None] = {}
        """By the same folder, and the first part of the name."""

    def find(self, importing: str, name: str) -> str | None:
        """The file of module ``name`` (leading dots for relative) as imported by the file ``importing``.

        A namespace package without ``__init__.py`` is given as its directory. None when it is not ours.
        """
        folder = importing.rpartition("/")[0]
        known = self._found.setdefault(folder, {})
        found = known.get(name, "")
        if found == "":
            found = self._relative(folder, name) if name.startswith(".") else self._absolute(folder, name)
            known[name] = found
        return None if found == importing and not name.startswith(".") else found

    def _relative(self, folder: str, name: str) -> str | None:
        bare = name.lstrip(".")
        for _ in range(len(name) - len(bare) - 1):
            folder = dirname(folder)
        return self._below(folder, bare)

    def _absolute(self, folder: str, name: str) -> str | None:
        top = name.partition(".")[0]
        if top in OURS:
            return None
        foreign = top in sys.stdlib_module_names or top in LIBRARIES
        base = self._base(folder, top, foreign)
        if base is not None:
            return self._below(base, name)
        return self._around(name, is_certain=foreign) or (None if foreign else self._beside(folder, name))

    def _base(self, folder: str, top: str, foreign: bool) -> str | None:
        """The nearest folder from one upwards, or else ``src``, in which the first part of a name means something."""
        key = (folder, top)
        if key not in self._bases:
            is_package = f"{folder}/__init__.py" in self.files
            hidden = foreign and not self._shadows(folder, top)
            if not is_package and not hidden and self._below(folder, top):
                self._bases[key] = folder
            elif len(folder) > len(self.root) and folder not in ("/", ""):
                self._bases[key] = self._base(dirname(folder), top, foreign)
            else:
                source_root = f"{self.root}/src"
                self._bases[key] = source_root if self._below(source_root, top) else None
        return self._bases[key]

    def _beside(self, folder: str, name: str) -> str | None:
        """A module beside the importing one in its package, which is run from inside: ``from database import engine``.

        Nothing else in the project has that name, and no library that is known.
        """
        if name.partition(".")[0] in _known_libraries():
            return None
        while f"{folder}/__init__.py" in self.files:
            found = self._below(folder, name)
            if found is not None and found in self.files:
                return found
            folder = dirname(folder)
        return None

    def _around(self, name: str, is_certain: bool) -> str | None:
        """A module by a name that begins with that of the root itself, which is a package, or is run from outside."""
        if is_certain and f"{self.root}/__init__.py" not in self.files:
            return None
        base, around = dirname(self.root), [self.root.rpartition("/")[2]]
        while base not in ("/", "") and around[0]:
            if f"{name}.".startswith(f"{'.'.join(around)}."):
                return self._below(base, name)
            base, above = dirname(base), base.rpartition("/")[2]
            around.insert(0, above)
        return None

    def _shadows(self, base: str, top: str) -> bool:
        """Whether a library's name means something beside the file: a package, or a module at the root."""
        return f"{base}/{top}/__init__.py" in self.files or (
            base == self.root and f"{base}/{top}.py" in self.files
        )

    def _below(self, folder: str, name: str) -> str | None:
        path = f"{folder}/{name.replace('.', '/')}" if name else folder
        for candidate in (f"{path}/__init__.py", f"{path}.py"):
            if candidate in self.files:
                return candidate
        return path if path in self.directories else None
