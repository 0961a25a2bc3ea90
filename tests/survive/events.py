"""Runs of the program as processes of their own, in which chosen events end badly.

`python -m tests.survive.events` has imported the program and started no thread; for each line on its
standard input it forks a process that runs one command line. Nothing in the program knows of that:
files are seen by Python's audit hook, the rest by what is laid around libraries.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import io
import json
import os
import re
import resource
import signal
import sys
import tempfile
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError

from tracker.__main__ import run
from tracker.engine.duckdb import DuckDB

OPEN, MAKE, MADE, RENAME, UNLINK = "open", "make", "made", "rename", "unlink"
BATCH, ROWS, WRITTEN = "batch", "rows", "written"
COMMIT, COMMITTED = "commit", "committed"
KINDS = (OPEN, MAKE, MADE, RENAME, UNLINK, BATCH, ROWS, WRITTEN, COMMIT, COMMITTED)
WRITES = (MAKE, ROWS, WRITTEN)  # where a full disk can be noticed
TOLD = "events.json"  # what happened in a run that came to its end

_CREATES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Order:
    """One run: a command line in a folder, and from the `first` to the `last` event of a kind the act."""

    args: list[str]
    place: str
    act: str | None = None  # kill, full, conflict, pause
    kind: str | None = None
    first: int = 0
    last: int = 0
    largest: int | None = None  # bytes that a file may have, as the system's own limit
    humble: bool = False  # without what root may do with files that forbid it

    def hit(self, kind: str, number: int) -> bool:
        return kind == self.kind and self.first <= number <= self.last


class Events:
    """Counts what happens by its kind, and does what was ordered of it."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()

    def happen(self, kind: str) -> None:
        with self.lock:
            self.counts[kind] += 1
            hit = self.order.hit(kind, self.counts[kind])
        if hit:
            _ACTS[str(self.order.act)]()

    def around(self, owner: Any, name: str, before: str | None, after: str | None = None) -> None:
        """Lets what is called by this name be an event."""
        plain = getattr(owner, name)

        @wraps(plain)
        def told(*args: Any, **values: Any) -> Any:
            if before:
                self.happen(before)
            result = plain(*args, **values)
            if after:
                self.happen(after)
            return result

        kept = isinstance(vars(owner).get(name), classmethod | staticmethod)
        setattr(owner, name, staticmethod(told) if kept else told)

    def watch(self) -> None:
        """Sees from here on what this process does to files below its folder, batches and commits."""
        sys.addaudithook(self._audit)
        io.open = builtins.open = self._opened(open)
        self.around(pq.ParquetWriter, "write_table", ROWS)
        self.around(pq.ParquetWriter, "close", None, WRITTEN)
        self._spool()
        self.around(DeltaTable, "create", COMMIT, COMMITTED)
        self.around(DeltaTable, "create_write_transaction", COMMIT, COMMITTED)
        self._draw()

    def _opened(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """Python's `open`, which tells as well when a file is there and nothing is in it yet."""

        @wraps(plain)
        def told(file: Any, *args: Any, **values: Any) -> Any:
            opened = plain(file, *args, **values)
            path = Path(f"/proc/self/fd/{opened.fileno()}").readlink()
            if opened.writable() and self._is_ours(path):
                self.happen(MADE)
            return opened

        return told

    def _spool(self) -> None:
        plain = pa.ipc.new_stream

        def new_stream(sink: Any, *args: Any, **values: Any) -> Any:
            if isinstance(sink, str):  # a path; what is sealed goes into memory
                self.happen(MAKE)
            return plain(sink, *args, **values)

        pa.ipc.new_stream = new_stream

    def _draw(self) -> None:
        plain = DuckDB.stream

        def stream(*args: Any, **values: Any) -> pa.RecordBatchReader:
            rows = plain(*args, **values)
            return pa.RecordBatchReader.from_batches(rows.schema, self._batches(rows))

        DuckDB.stream = stream  # type: ignore[method-assign]

    def _batches(self, rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        for batch in rows:
            self.happen(BATCH)
            yield batch

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        kind = _FILES.get(event)
        if not kind or not isinstance(args[0], str | bytes):
            return
        path = self._path(args[0])
        if not self._is_ours(path) or (event == "os.mkdir" and path.is_dir()):
            return
        creates = kind == OPEN and isinstance(args[2], int) and args[2] & _CREATES
        self.happen(MAKE if creates else kind)

    def _path(self, path: str | bytes) -> Path:
        return Path(self.order.place, os.fsdecode(path))

    def _is_ours(self, path: Path) -> bool:
        return path.is_relative_to(self.order.place)


_FILES = {
    "open": OPEN, "os.mkdir": MAKE, "os.rename": RENAME, "os.link": RENAME,
    "os.remove": UNLINK, "os.rmdir": UNLINK,
}  # fmt: skip


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _conflict() -> None:
    raise CommitFailedError("another commit came first")


def _pause() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


_ACTS: dict[str, Callable[[], None]] = {
    "kill": _kill, "full": _full, "conflict": _conflict, "pause": _pause,
}  # fmt: skip


@dataclass(frozen=True)
class _Begun:
    """A process, and where what it prints can be read."""

    pid: int
    printed: tuple[int, int]

    def ended(self, *, paused: bool) -> dict[str, object]:
        """How it ended, what it printed, and the seconds of processor time that it took."""
        if paused:
            _, status = os.waitpid(self.pid, os.WUNTRACED)
            return {"code": -os.WSTOPSIG(status)}
        out, err = (Path(f"/dev/fd/{end}").read_text(encoding="utf-8") for end in self.printed)
        _, status, used = os.wait4(self.pid, 0)
        for end in self.printed:
            os.close(end)
        code, cpu = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        return {"code": code, "out": out, "err": err, "cpu": cpu}


def _begin(order: Order) -> _Begun:
    """A new process that carries out the order. It prints into pipes, which no limit of files is for."""
    pipes = [os.pipe(), os.pipe()]
    pid = os.fork()
    if not pid:
        _carry_out(order, [end for _, end in pipes])
    for _, end in pipes:
        os.close(end)
    return _Begun(pid, (pipes[0][0], pipes[1][0]))


def _carry_out(order: Order, printed: list[int]) -> NoReturn:
    for number, end in enumerate((os.open(os.devnull, os.O_RDONLY), *printed)):
        os.dup2(end, number)
    code = 1
    try:
        code = _run(order)
    except BaseException:  # noqa: BLE001  # what Python itself would do: print it, and end with 1
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(order: Order) -> int:
    place = Path(order.place)
    os.chdir(place)
    # Temporary files are in the folder, too, so that they are seen and what stays of them is found.
    (place / "tmp").mkdir(exist_ok=True)
    tempfile.tempdir = str(place / "tmp")
    if order.largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest, order.largest))
    if order.humble:
        _give_up_capabilities()
    events = Events(order)
    events.watch()
    code = run(order.args)
    if order.act is None and order.largest is None:
        Path(TOLD).write_text(json.dumps(events.counts), encoding="utf-8")
    return code


def _give_up_capabilities() -> None:
    """From here on rights of files hold for root as for anybody (capset(2), version 3)."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing):
        raise OSError(ctypes.get_errno(), "capset")


def serve() -> None:
    """Answers each line: an order with the id of its process, an id with how that process ended."""
    begun: dict[int, _Begun] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            answer: object = begun[asked["wait"]].ended(paused=asked["paused"])
        else:
            new = _begin(Order(**asked))
            begun[new.pid], answer = new, new.pid
        print(json.dumps(answer), flush=True)  # noqa: T201  # the answer


def warm() -> None:
    """What every run imports and reads, once for all of them; none of it starts a thread."""
    import tracker.cli.audit
    import tracker.cli.operate
    import tracker.cli.progress
    import tracker.cli.show
    import tracker.intake
    import tracker.night  # noqa: F401
    from tracker.formats import outlines
    from tracker.settings import zone_info

    for outline in outlines(None).values():
        re.compile(outline.lines.only)  # and Python keeps it
    zone_info("UTC")


if __name__ == "__main__":
    warm()
    serve()
