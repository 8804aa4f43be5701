"""Test rules: by their docstrings, as pytest items or one by one, and by folders of fixture cases.

pytest loads this module in every run of every project that has the linter installed, so that nothing heavy
is imported here.

``pytest --fastapi-lint-rules`` adds one item per promise of every installed rule; the ini option
``fastapi_lint_rules = my_package`` narrows that to packages, and stands for the flag in runs without paths.
"""

from __future__ import annotations

import pytest

from fastapi_lint.testing.cases import Case, cases
from fastapi_lint.testing.promises import Promise, PromiseError, assert_rule, promises

__all__ = ["Case", "Promise", "PromiseError", "assert_rule", "cases", "promises"]

_FLAG = "--fastapi-lint-rules"
_INI = "fastapi_lint_rules"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag and the ini option."""
    what = "that the docstrings of fastapi-lint rules are true"
    parser.getgroup("fastapi-lint").addoption(_FLAG, action="store_true", help=f"also test {what}")
    parser.addini(_INI, f"packages of rules to test {what}", type="args")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the promises first, so that ``-k``, ``--last-failed`` and xdist see them."""
    packages = config.getini(_INI)
    # Somebody who names a file wants that file, whatever the project's ini asks for in full runs.
    everything = config.args_source is not pytest.Config.ArgsSource.ARGS
    if config.getoption(_FLAG) or (packages and everything):
        from fastapi_lint.testing.items import collect

        items += collect(session, packages)
