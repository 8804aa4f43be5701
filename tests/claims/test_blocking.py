"""What blocks the event loop, and what the fixes make of it, measured under the installed FastAPI.

Each source is linted (the rule must find it), run (the loop must stand still), fixed, and run again.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import fastapi_lint_rules.asynchrony
import httpx
import pytest
from fastapi import UploadFile

from fastapi_lint.examples import DEFAULT_FILE, project
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.registry import rules_of

RULES = {rule.name: rule for rule in rules_of(fastapi_lint_rules.asynchrony)}
SECONDS = 0.15
STALLED = 0.1
"""A tick of the heartbeat that is later than this stood behind a blocking call."""


async def longest_stall(work: Callable[[], Awaitable[Any]]) -> float:
    """How long the event loop stood still at most while ``work`` ran."""
    worst = 0.0

    async def beat() -> None:
        nonlocal worst
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - before)

    heart = asyncio.create_task(beat())
    await asyncio.sleep(0.02)
    worst = 0.0
    await work()
    await asyncio.sleep(0.01)
    heart.cancel()
    return worst


def stall(source: str, names: dict[str, object]) -> float:
    """The longest stall while one request to the application in ``source`` is served."""
    scope: dict[str, Any] = {**names}
    exec(compile(source, "app.py", "exec"), scope)

    async def request() -> None:
        transport = httpx.ASGITransport(scope["app"])
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.post("/", files={"file": b"x" * 100})
            assert answer.status_code == 200, answer.text

    return asyncio.run(longest_stall(request))


def fixed(source: str, rule: str, applicability: Applicability) -> str:
    """The source after the fixes of one rule."""
    changes = apply(project({DEFAULT_FILE: source}, [RULES[rule]]), None, applicability).changes
    assert changes, "nothing was fixed"
    return next(new for _, new in changes.values())


HEAD = "from fastapi import FastAPI, Request, UploadFile\napp = FastAPI()\n"
PLAIN = '@app.post("/")\nasync def run():\n'
AWAITING = PLAIN.replace("()", "(request: Request)", 1) + "    await request.body()\n"
UPLOAD = PLAIN.replace("()", "(file: UploadFile)", 1) + "    slow_down(file)\n"

SOURCES = {
    "sleep": ("blocking-sleep", "import time\n" + HEAD + PLAIN + "    time.sleep(0.15)\n"),
    "http": ("blocking-http", "from urllib.request import urlopen\n" + HEAD + PLAIN + "    urlopen(URL)\n"),
    "database": (
        "blocking-database",
        "import sqlite3\n"
        + HEAD
        + PLAIN
        + "    connection = sqlite3.connect(DATABASE, isolation_level=None)\n"
        + "    connection.create_function('slow', 0, SLOW)\n"
        + "    connection.execute('select slow()')\n",
    ),
    "cpu": (
        "blocking-cpu",
        "import hashlib\n"
        + HEAD
        + AWAITING
        + "    hashlib.pbkdf2_hmac('sha256', b'password', b'salt', ROUNDS)\n",
    ),
    "file": ("blocking-file", HEAD + PLAIN + "    with open(PIPE) as file:\n        file.read()\n"),
    "file-in-thread": (
        "blocking-file",
        "from pathlib import Path\n" + HEAD + AWAITING + "    Path(PIPE).read_text()\n",
    ),
    "upload": ("blocking-upload-read", HEAD + UPLOAD + "    file.file.read()\n"),
    "process": (
        "blocking-subprocess",
        "import subprocess\n" + HEAD + AWAITING + "    subprocess.run(['sleep', '0.15'], check=True)\n",
    ),
    "orm": (
        "blocking-orm",
        "from sqlalchemy import create_engine, text\nfrom sqlalchemy.orm import Session\n"
        + HEAD
        + "engine = create_engine('sqlite://', creator=CONNECT)\n"
        + PLAIN
        + "    with Session(engine) as session:\n        session.execute(text('select slow()'))\n",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_blocking_call_stops_the_loop_and_its_fix_does_not(name: str, tmp_path: Path) -> None:
    rule, source = SOURCES[name]
    if name == "orm":
        pytest.importorskip("sqlalchemy")
    with slow_things(tmp_path) as names:
        assert stall(source, names) > STALLED
        better = fixed(source, rule, Applicability.UNSAFE)
        stalls = (stall(better, names) for _ in range(3))
        assert any(longest < STALLED for longest in stalls), better


CONTEXTS = {
    "dependency": """
async def run():
    time.sleep(0.15)
@app.post("/", dependencies=[Depends(run)])
async def read(): ...
""",
    "teardown": """
async def run():
    yield
    time.sleep(0.15)
@app.post("/", dependencies=[Depends(run)])
async def read(): ...
""",
    "http middleware": """
@app.middleware("http")
async def run(request, call_next):
    time.sleep(0.15)
    return await call_next(request)
@app.post("/")
async def read(): ...
""",
    "dispatch": """
class Slow(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        time.sleep(0.15)
        return await call_next(request)
app.add_middleware(Slow)
@app.post("/")
async def read(): ...
""",
    "pure middleware": """
class Slow:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        time.sleep(0.15)
        await self.app(scope, receive, send)
app.add_middleware(Slow)
@app.post("/")
async def read(): ...
""",
    "background task": """
async def run():
    time.sleep(0.15)
@app.post("/")
async def read(tasks: BackgroundTasks):
    tasks.add_task(run)
""",
    "stream": """
async def run():
    time.sleep(0.15)
    yield "done"
@app.post("/")
async def read():
    return StreamingResponse(run())
""",
    "exception handler": """
@app.exception_handler(KeyError)
async def run(request, error):
    time.sleep(0.15)
    return PlainTextResponse("done")
@app.post("/")
async def read():
    raise KeyError
""",
}
IMPORTS = """import time
from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.responses import PlainTextResponse, StreamingResponse
from starlette.middleware.base import BaseHTTPMiddleware
app = FastAPI()
"""


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_coroutine_of_the_application_runs_on_the_loop(name: str) -> None:
    source = IMPORTS + CONTEXTS[name]
    (finding,) = project({DEFAULT_FILE: source}, [RULES["blocking-sleep"]]).check().findings
    assert str(finding.severity) == "error"
    assert stall(source, {}) > STALLED
    better = fixed(source, "blocking-sleep", Applicability.SAFE)
    assert any(stall(better, {}) < STALLED for _ in range(3))


def test_a_plain_function_blocks_nobody() -> None:
    source = IMPORTS + '@app.post("/")\ndef read():\n    time.sleep(0.15)\n'
    assert not project({DEFAULT_FILE: source}, list(RULES.values())).check().findings
    assert any(stall(source, {}) < STALLED for _ in range(3))


class SlowFile:
    """A file on a slow disk."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self._rolled = True

    def read(self, size: int = -1) -> bytes:
        time.sleep(SECONDS)
        return bytes(self.file.read(size))

    def close(self) -> None:
        self.file.close()


def slow_down(upload: UploadFile) -> None:
    upload.file = SlowFile(upload.file)  # type: ignore[assignment]


class SlowServer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        time.sleep(SECONDS)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def slow() -> int:
    time.sleep(SECONDS)
    return 1


@contextmanager
def slow_things(folder: Path) -> Iterator[dict[str, object]]:
    """A server, a database function, a pipe and an upload that all take their time."""
    import hashlib

    server = HTTPServer(("127.0.0.1", 0), SlowServer)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    stop = threading.Event()
    threading.Thread(target=feed, args=(pipe, stop), daemon=True).start()
    before = time.perf_counter()
    hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 20_000)
    rounds = int(20_000 * SECONDS * 2 / (time.perf_counter() - before))

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.create_function("slow", 0, slow)
        return connection

    yield {
        "URL": f"http://127.0.0.1:{server.server_port}/",
        "DATABASE": str(folder / "data.db"),
        "SLOW": slow,
        "CONNECT": connect,
        "PIPE": str(pipe),
        "ROUNDS": rounds,
        "slow_down": slow_down,
    }
    stop.set()
    server.shutdown()
    server.server_close()


def feed(pipe: Path, stop: threading.Event) -> None:
    """Write to everybody who opens the pipe, a while later."""
    while not stop.is_set():
        try:
            writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)  # nobody reads yet
            continue
        time.sleep(SECONDS)
        os.close(writer)
        time.sleep(0.02)
