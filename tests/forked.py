"""The program without its start: `python forked.py SOCKET ARGS...` has a command run by a fork.

`python -m tests.forked SOCKET` has imported all of the program and started no thread. For each that
asks at its socket it forks a process, which takes over the other's standard files, folder and
environment and is from there on what `python -m tracker` is. What asks imports next to nothing.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[1]
STANDARD = 3  # files: in, out, err
WAITING = 16


@contextmanager
def forking(program: Path) -> Iterator[None]:
    """Makes a program that is `tracker`, as long as this lasts."""
    place = str(program.with_suffix(".socket"))
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{__file__}" "{place}" "$@"\n')
    program.chmod(0o755)
    env = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.forked", place]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as server:
        assert server.stdout
        assert server.stdout.readline() == b"listening\n"
        try:
            yield
        finally:
            server.terminate()


def ask(place: str, args: list[str]) -> NoReturn:
    """Has a command run with the standard files of this process, and ends as it ended."""
    asked = json.dumps({"args": args, "cwd": os.getcwd(), "env": dict(os.environ)})  # noqa: PTH109
    with socket.socket(socket.AF_UNIX) as there:
        there.connect(place)
        socket.send_fds(there, [f"{len(asked.encode()):010}".encode()], [*range(STANDARD)])
        there.sendall(asked.encode())
        os._exit(int(there.recv(10)))


def serve(place: str) -> None:
    """Answers whoever asks, several at once."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        server.listen(WAITING)
        under_way = 0
        print("listening", flush=True)  # noqa: T201  # whoever started it waits for that
        while True:
            there, _ = server.accept()
            if not os.fork():
                _answer(there)
            under_way += 1
            there.close()
            while under_way and os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG):
                under_way -= 1


def _answer(there: socket.socket) -> NoReturn:
    length, files, *_ = socket.recv_fds(there, 10, STANDARD)
    asked = json.loads(there.recv(int(length), socket.MSG_WAITALL))
    if not (pid := os.fork()):
        there.close()
        _become(asked["args"], asked["cwd"], asked["env"], files)
    for file in (*files, *range(STANDARD)):  # a terminal is shut when the last has closed it
        os.close(file)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    there.sendall(f"{code if code >= 0 else 128 - code}".encode())
    os._exit(0)


def _become(args: list[str], cwd: str, env: dict[str, str], files: list[int]) -> NoReturn:
    from tracker.__main__ import main

    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    main(args)


def warm() -> None:
    """Imports the program, but for the engine that it has besides."""
    from importlib import import_module
    from pkgutil import walk_packages

    import tracker

    for module in walk_packages(tracker.__path__, "tracker."):
        if not module.name.endswith(".spark"):
            import_module(module.name)


if __name__ == "__main__":
    socket_of, *words = sys.argv[1:]
    if sys.flags.isolated:
        ask(socket_of, words)
    warm()
    serve(socket_of)
