"""What asks the environment, and gives a default where nothing is configured."""

from __future__ import annotations

ENVIRONMENT = {
    **dict.fromkeys(("os.getenv", "os.environ.get"), 1),
    **dict.fromkeys(("decouple.config", "prettyconf.config"), 1),
}
"""Functions, each with the position of its ``default``; by keyword it has that name in all of them."""

UNSET = frozenset({"os.getenv", "os.environ.get"})
"""Those that give None where there is no default."""

ENVIRONMENTS = frozenset(
    {
        *("starlette.config.Config", "decouple.Config", "decouple.AutoConfig"),
        *("environs.Env", "environs.FileAwareEnv", "environ.Env", "environ.FileAwareEnv"),
    }
)
"""Classes whose objects are called, or have a method for each type of value: ``env.str("PREFIX", "/api")``."""

OF_TEXT = frozenset({"", "str", "url", "path"})
"""Their methods that give text."""

TRAITS = frozenset(
    f"traitlets.{kind}"
    for kind in ("Unicode", "Bool", "Integer", "Int", "Float", "Enum", "CUnicode", "CBool")
)
"""What a configurable class of traitlets declares, with its default as the first argument."""
