"""A signal to stop ends what engines do, though Python may not come to hear of it for minutes.

Python looks for signals between two steps of its own, and so does the engine while it waits for its
threads; but not once the thread that asked works along with them (DuckDB 2.0). A thread that the
system wakes interrupts it then.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread, current_thread, main_thread
from typing import Protocol

_STOPS = {signal.SIGINT, signal.SIGTERM}
_PATIENCE = 1.0  # seconds in which Python mostly hears of it itself, and sets about ending


class Worker(Protocol):
    """What works for long, such as a connection of the engine, and can be told to stop."""

    def interrupt(self) -> None: ...


at_work: set[Worker] = set()  # those that are open


@contextmanager
def heard() -> Iterator[None]:
    """For as long as this lasts, who is at work is interrupted a second after a signal to stop."""
    if current_thread() is not main_thread():  # no other may ask for signals
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    over = Event()
    listener = Thread(target=_listen, args=(reading, over), daemon=True)
    listener.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        over.set()
        os.close(writing)
        listener.join()


def _listen(reading: int, over: Event) -> None:
    """Reads the numbers of signals until nobody can write any more."""
    with os.fdopen(reading, "rb", buffering=0) as told:
        while numbers := told.read(64):
            if _STOPS & set(numbers) and not over.wait(_PATIENCE):
                for one in tuple(at_work):
                    with suppress(Exception):  # it may have been closed meanwhile
                        one.interrupt()
