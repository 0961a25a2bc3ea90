"""The simulated night holds every trouble it speaks of, and is the same for the same seed."""

from functools import cache

import duckdb
import pytest

from tests.planting.simulated import Night, simulate

PLANTED = {
    "records sent twice": """
        (select 1 from login
        group by gateway, event, ip, port_first, "user", station, "at" having count(*) > 1)""",
    "starts without an address": """
        (select 1 from login where event = 'start' and ip is null)""",
    "stops without an address": """
        (select 1 from login where event = 'stop' and ip is null)""",
    "sessions whose address changes": """
        (select 1 from login where gateway = 'nas-2' and session_key is not null
        group by session_key, "user" having count(distinct ip) > 1)""",
    "keys that come back with another user on the same address": """
        (select 1 from login where gateway = 'nas-2' and session_key is not null
        group by session_key, ip having count(distinct "user") > 1)""",
    "users on two sessions at once": """
        (select 1 from login as one join login as other
        on one."user" = other."user" and one.ip <> other.ip
        and one.event = 'stop' and other.event = 'stop' and one."at" > other."at"
        and epoch(one."at") - one.session_seconds < epoch(other."at")
        and one.prefix_length is null and other.prefix_length is null)""",
    "starts that are lost": """
        (select 1 from login where kind = 'radius' and gateway <> 'nas-2'
        group by gateway, session_key having count(*) filter (event = 'start') = 0)""",
    "prefixes of 56 and 64 bits": """
        (select 1 from login where prefix_length in (56, 64))""",
    "blocks lent to two in turn": """
        (select 1 from login where kind = 'cgnat'
        group by ip, port_first having count(distinct inner_ip) > 1)""",
    "ports with two users at once": """
        (select 1 from login where kind = 'cgnat' and event = 'allocate'
        group by ip, port_first, "at" having count(distinct inner_ip) > 1)""",
    "tunnels from addresses nobody holds": """
        (select 1 from truth where holder is null)""",
    "tunnels too near to a change": """
        (select 1 from truth where holder is not null and not is_attributable)""",
    "servers that several use": """
        (select 1 from truth group by remote_ip having count(distinct holder) > 9)""",
}


@cache
def planted() -> Night:
    return simulate(1)


@pytest.mark.parametrize("trouble", PLANTED)
def test_the_night_has(trouble):
    with duckdb.connect() as own:
        own.register("login", planted().logins)
        own.register("truth", planted().truth)
        ((found,),) = own.sql(f"select count(*) from {PLANTED[trouble]}").fetchall()
    assert found >= 5


def test_one_seed_has_one_night_and_another_seed_another():
    again, other = simulate(1), simulate(2)
    for name in ("logins", "connections", "truth"):
        assert getattr(again, name).equals(getattr(planted(), name))
        assert not getattr(other, name).equals(getattr(planted(), name))


def test_a_clock_that_is_ahead_moves_its_gateways_records_alone():
    ahead = planted().skewed("nas-1", 3600)
    moved = [
        (one["gateway"], (late - one["at"]).total_seconds())
        for one, late in zip(
            planted().logins.select(["gateway", "at"]).slice(0, 5000).to_pylist(),
            ahead.logins["at"].slice(0, 5000).to_pylist(),
            strict=True,
        )
    ]
    assert {*moved} == {(name, 3600.0 * (name == "nas-1")) for name, _ in moved}
