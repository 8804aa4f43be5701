"""``fastapi-lint server``: start the language server, if what it needs is installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from fastapi_lint.cli.errors import UserError, guarded

_STDIO = "--stdio"
"""Several editors add this flag to every server; standard input and output are all there is."""


def serve(arguments: Sequence[str]) -> int:
    """Serve an editor until it says goodbye."""
    return guarded(lambda: _serve(arguments))


def _serve(arguments: Sequence[str]) -> int:
    if unknown := [argument for argument in arguments if argument != _STDIO]:
        raise UserError(
            f"`server` takes no argument `{unknown[0]}`; editors send their settings over the protocol"
        )
    if importlib.util.find_spec("pygls") is None:
        raise UserError("the language server needs pygls: pip install 'fastapi-lint[lsp]'")
    from fastapi_lint.lsp.server import main

    return main() or 0
