"""Ask running applications whether the model is right about them.

    python tests/oracle/run.py                        the documentation of FastAPI 0.68, 0.95, 0.136 and the newest
    python tests/oracle/run.py 0.110.3 …              … of other releases
    python tests/oracle/run.py argilla-server …       applications of ``known.toml``, ``fresh.toml`` or ``newer.toml``
    python tests/oracle/run.py fresh                  the applications of ``fresh.toml`` and ``newer.toml``
    python tests/oracle/run.py --show 20 …            with so many differences of each

Every release and project gets an environment of its own below ``ecosystem/oracle`` (git-ignored), made once with
the first Python it runs on that is found on the PATH or in pyenv. Needs the network the first time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from compare import Verdict, compare, project_at
from pinned import HERE, Application, applications
from sources import Unavailable, docs_src

ECOSYSTEM = HERE.parents[1] / "ecosystem"
WORK = ECOSYSTEM / "oracle"
RELEASES = ("0.68.2", "0.95.2", "0.136.3", "newest")
COMMON = (
    "python-multipart",
    "jinja2",
    "httpx",
    "requests",
    "pytest",
    "websockets",
    "uvicorn",
    "pyyaml",
    "email-validator",
)
NOW = (
    "sqlmodel",
    "strawberry-graphql",
    "pwdlib[argon2]",
    "pyjwt",
    "flask",
    "a2wsgi",
    "pydantic-settings",
    "orjson",
    "psycopg[binary]",
)
THEN = (
    "pydantic<2",
    "sqlalchemy<2",
    "databases",
    "aiosqlite",
    "peewee",
    "flask",
    "passlib[bcrypt]",
    "python-jose",
    "orjson",
    "ujson",
)
OLD = ("jinja2<3.1", "flask<2", "werkzeug<2", "markupsafe<2.1", "itsdangerous<2.1", "aiofiles", "graphene<3")


def interpreter(versions: Iterable[str]) -> str:
    """A Python of one of these versions; raises ``Unavailable``."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in versions:
        in_pyenv = sorted(pyenv.glob(f"{version}.*/bin/python"))
        for candidate in (shutil.which(f"python{version}"), *map(str, in_pyenv)):
            if candidate and _runs(candidate, version):
                return candidate
    raise Unavailable(f"no Python {' or '.join(versions)} on the PATH or in pyenv")


def _runs(python: str, version: str) -> bool:
    """A shim of pyenv is on the PATH also for versions that are not selected."""
    done = subprocess.run([python, "--version"], capture_output=True, text=True, check=False)
    return done.returncode == 0 and f"Python {version}." in done.stdout


def environment(name: str, python: str, steps: list[list[str]]) -> Path:
    """The Python of an environment in which everything that ``steps`` ask pip for was installed."""
    folder = WORK / "environments" / name
    binary = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = folder / "installed.json"
    if not (done.exists() and json.loads(done.read_text(encoding="utf-8")) == steps):
        subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True)
        for step in steps:
            _pip(binary, step)
        done.write_text(json.dumps(steps), encoding="utf-8")
    return binary


def _pip(binary: Path, arguments: list[str]) -> None:
    command = [str(binary), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"pip install {' '.join(arguments)}: {done.stderr.strip().splitlines()[-1]}")


def ask(
    binary: Path, root: Path, name: str, *names: str, settings: Mapping[str, str] | None = None
) -> dict[str, object]:
    """What the running applications say."""
    folder = WORK / "answers" / name
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / "dump.json"
    command = [str(binary), str(HERE / "dump.py"), str(root), str(out), *names]
    homes = {
        key: str(folder) for key in ("AIRFLOW_HOME", "PREFECT_HOME", "ZENML_CONFIG_PATH", "ARGILLA_HOME_PATH")
    }
    own = {key: value.replace("{here}", str(folder)) for key, value in (settings or {}).items()}
    subprocess.run(command, env={**os.environ, **homes, **own}, check=True, capture_output=True)
    return json.loads(out.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def release(version: str) -> tuple[dict[str, object], list[Verdict]]:
    """One release of FastAPI and its documentation."""
    is_old = version.startswith(("0.6", "0.7", "0.8"))
    is_then = is_old or bool(re.match(r"0\.9\d\.", version))
    python = interpreter(("3.9", "3.10") if is_old else ("3.11", "3.12", "3.10", "3.13"))
    wanted = "fastapi" if version == "newest" else f"fastapi=={version}"
    more = [*(THEN if is_then else NOW), *(OLD if is_old else ()), *(("httpx<0.28",) if is_then else ())]
    common = [name for name in COMMON if name not in {re.split(r"[<\[]", item)[0] for item in more}]
    binary = environment(f"fastapi-{version}", python, [[wanted, *common, *more]])
    code = "import fastapi; print(fastapi.__version__)"
    exact = subprocess.run(
        [str(binary), "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    source = docs_src(exact, WORK / "sources", str(binary))
    dump = ask(binary, source, f"fastapi-{version}", "--all", "docs_src")
    return dump, compare(project_at(source, str(dump["fastapi"]), str(dump["pydantic"])), dump)


def application(asked: Application) -> tuple[dict[str, object], list[Verdict]]:
    """One pinned release, installed; its source is the project of that name, or what lies in the environment."""
    sys.path.insert(0, str(ECOSYSTEM))
    import pins

    fetched = None if asked.version else pins.fetched([asked.name])[0]
    version = asked.version if fetched is None else fetched.version
    wanted = [f"{asked.name}{asked.extra}=={version}", *asked.beside]
    binary = environment(asked.name, interpreter(asked.python), [wanted])
    empty = WORK / "empty"
    empty.mkdir(parents=True, exist_ok=True)
    dump = (
        made(asked, binary)
        if asked.making
        else ask(binary, empty, asked.name, *asked.names, settings=asked.settings)
    )
    root = (
        fetched.root
        if fetched is not None and not asked.folders
        else next(binary.parents[1].glob("[Ll]ib/**/site-packages"))
    )
    own = {"making.py": asked.making} if asked.names == ["making:app"] else {}
    project = project_at(root, str(dump["fastapi"]), str(dump["pydantic"]), *asked.folders, more=own)
    return dump, compare(project, dump)


def made(asked: Application, binary: Path) -> dict[str, object]:
    """What the application says that a piece of code makes, under the name that it has in its source."""
    folder = WORK / "making" / asked.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "making.py").write_text(asked.making, encoding="utf-8")
    dump = ask(binary, folder, asked.name, "making:app", settings=asked.settings)
    modules = dump["modules"]
    assert isinstance(modules, dict)
    (name,) = asked.names
    told = modules.pop("making:app")
    if "apps" in told:
        told["apps"] = {name.partition(":")[2]: told["apps"]["app"]}
    modules[name] = told
    return dump


def show(name: str, dump: dict[str, object], verdicts: list[Verdict], differences: int) -> bool:
    """One row of the table, and what disagrees."""
    modules = dump["modules"]
    assert isinstance(modules, dict)
    imported = sum("error" not in module for module in modules.values())
    counts = [
        f"{imported}/{len(modules)}",
        f"{sum(v.agrees for v in verdicts)}/{len(verdicts)}",
        f"{sum(v.agreeing for v in verdicts)}/{sum(v.routes for v in verdicts)}",
        *(
            str(sum(amounts))
            for amounts in zip(*((v.parameters, v.dependencies, v.documented) for v in verdicts), strict=True)
        ),
        *(
            str(sum(len(part) for part in parts))
            for parts in zip(*((v.unknown, v.invented, v.conditional) for v in verdicts), strict=True)
        ),
    ]
    print(f"{name:24} {dump['fastapi']!s:8}" + "".join(f"{count:>13}" for count in counts))
    texts = [
        f"{v.name}: {text}"
        for v in verdicts
        for text in (*v.differences, *("INVENTED " + i for i in v.invented))
    ]
    for text in texts[:differences]:
        print(f"    {text}")
    for text, number in Counter(text for v in verdicts for text in v.unknown).most_common(differences):
        print(f"    unknown, {number}×: {text}")
    for text, number in Counter(text for v in verdicts for text in v.undocumented).items():
        print(f"    not shown, {number}×: {text}")
    for key, module in modules.items():
        if "error" in module and differences:
            print(f"    not imported: {key}: {module['error'][:160]}")
    return not texts


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="RELEASE|PROJECT", default=RELEASES)
    parser.add_argument("--show", type=int, default=5, metavar="N", help="differences to show of each")
    options = parser.parse_args()
    fresh = applications("fresh") | applications("newer")
    known = applications("known") | fresh
    heads = (
        "modules",
        "apps agree",
        "routes agree",
        "parameters",
        "dependencies",
        "documented",
        "unknown",
        "invented",
        "conditional",
    )
    print(f"{'':24} {'fastapi':8}" + "".join(f"{head:>13}" for head in heads))
    good = True
    for name in fresh if options.names == ["fresh"] else options.names:
        try:
            answer = application(known[name]) if name in known else release(name)
        except (Unavailable, subprocess.CalledProcessError) as error:
            print(f"{name:24} skipped: {error}")
            continue
        good &= show(name, *answer, options.show)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
