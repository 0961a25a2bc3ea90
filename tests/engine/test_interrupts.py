"""A signal to stop ends what the engine does, whether Python hears of it or not."""

import os
import signal
from threading import Timer

import duckdb
import pytest

from tracker.engine.duckdb import DuckDB
from tracker.engine.interrupts import at_work, heard

ENDLESS = "select sum(x) from range(1000000000000000) as t(x)"


@pytest.fixture
def unheard():
    """Python hears of the signal and does nothing, as where it is not asked for minutes."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("unheard")
@pytest.mark.parametrize("way", ["connection", "beside"])
def test_a_query_ends_by_a_signal_that_python_does_not_hear_of(way):
    with heard(), DuckDB() as engine:
        asked = engine.connection if way == "connection" else engine.beside.connection
        Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(duckdb.InterruptException):
            asked.execute(ENDLESS)


@pytest.mark.usefixtures("unheard")
def test_what_is_asked_after_an_interrupt_is_answered():
    with heard(), DuckDB() as engine:
        Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(duckdb.InterruptException):
            engine.connection.execute(ENDLESS)
        assert engine.connection.execute("select 1").fetchall() == [(1,)]


def test_nobody_is_at_work_when_engines_are_closed():
    before = set(at_work)
    with DuckDB() as engine:
        assert at_work - before == {engine.connection}
        beside = engine.beside.connection
        assert at_work - before == {engine.connection, beside}
    assert at_work == before


def test_the_signals_number_goes_to_whoever_asked_for_it_before():
    """Such as an event loop; and to nobody if nobody did."""
    before = signal.set_wakeup_fd(-1)
    with heard():
        pass
    assert signal.set_wakeup_fd(before) == -1
