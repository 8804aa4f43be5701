"""Set up a development environment in .venv and run something in it; needs nothing but Python and git.

python3 scripts/dev.py demo     lint the sample application
python3 scripts/dev.py test     ruff, mypy and all tests
python3 scripts/dev.py setup    only the environment
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
SAMPLE = "fixtures/projects/bookshop"


def run(*command: str | Path, check: bool = True) -> int:
    """Run a program of the environment in the repository's root."""
    program = str(BIN / command[0])
    code = subprocess.run([program, *map(str, command[1:])], cwd=ROOT, check=False).returncode
    if check and code:
        sys.exit(code)
    return code


def create(*, development: bool) -> None:
    """Create the environment, or bring it up to date."""
    if not (BIN / "python").exists():
        try:
            venv.create(ENVIRONMENT, with_pip=True)
        except subprocess.CalledProcessError:
            sys.exit(
                "dev.py: this Python has no pip for virtual environments; on Debian: apt install python3-venv"
            )
    run("python", "-m", "pip", "install", "-q", "--upgrade", "pip>=25.1")
    groups = ["--group", "dev"] if development else []
    run("python", "-m", "pip", "install", "-q", "-e", ".[lsp,watch]" if development else ".", *groups)


def demo() -> None:
    """Lint the sample application; its findings are expected."""
    create(development=False)
    code = run("fastapi-lint", SAMPLE, check=False)
    sys.exit(0 if code == 1 else code or 1)


def test() -> None:
    """Everything that has to pass before a change lands."""
    create(development=True)
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    run("mypy")
    run("python", "scripts/docs.py", "--check")
    run("pytest", "-n", "auto", "-q", *sys.argv[2:])


COMMANDS = {"demo": demo, "test": test, "setup": lambda: create(development=True)}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]]()
