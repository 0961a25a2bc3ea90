"""An iterator drawn from in a thread of its own, so that making items and using them overlap."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_POLL = 0.1  # seconds between looks at whether anybody still wants what is made


def ahead(items: Iterator[T], depth: int = 4) -> Generator[T, None, None]:
    """The items in their order, up to `depth` of them made before they are asked for.

    An error raised while making them is raised where they are used. If they are not used up, making
    them ends with the item at hand.
    """
    made: Queue[tuple[bool, T | BaseException | None]] = Queue(depth)
    unwanted = Event()
    maker = Thread(target=_make, args=(items, made, unwanted), daemon=True)
    maker.start()
    try:
        while True:
            more, item = made.get()
            if isinstance(item, BaseException):
                raise item
            if not more:
                return
            yield item  # type: ignore[misc]  # with `more` it is an item
    finally:
        unwanted.set()
        maker.join()


def _make(
    items: Iterator[T], made: Queue[tuple[bool, T | BaseException | None]], unwanted: Event
) -> None:
    try:
        for item in items:
            if not _hand_over((True, item), made, unwanted):
                return
        _hand_over((False, None), made, unwanted)
    except BaseException as fault:  # noqa: BLE001  # it is raised again where the items are used
        _hand_over((False, fault), made, unwanted)


def _hand_over(
    item: tuple[bool, T | BaseException | None],
    made: Queue[tuple[bool, T | BaseException | None]],
    unwanted: Event,
) -> bool:
    """Whether the item was taken over before it became unwanted."""
    while not unwanted.is_set():
        try:
            made.put(item, timeout=_POLL)
        except Full:
            continue
        return True
    return False
