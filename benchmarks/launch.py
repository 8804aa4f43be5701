"""Run a command and say what it took: ``python -IS launch.py SECONDS FOLDER COMMAND…`` prints one JSON object.

A process of its own, and a small one: what a child weighs at most is never less than what its parent weighed.
"""

import os
import signal
import sys
import time

KIB = 1 if sys.platform == "darwin" else 1024
"""``ru_maxrss`` is in bytes on macOS and in KiB elsewhere."""


def main(limit: str, folder: str, *command: str) -> None:
    """Stop the command and all that it started after ``limit`` seconds."""
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.chdir(folder)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.execv(command[0], command)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, float(limit))
    _, status, usage = os.wait4(child, 0)
    wall, cpu = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    print(f'{{"wall": {wall}, "cpu": {cpu}, "memory": {usage.ru_maxrss * KIB}, "code": {code}}}')


if __name__ == "__main__":
    main(*sys.argv[1:])
