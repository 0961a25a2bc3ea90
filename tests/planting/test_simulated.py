"""The simulated night holds every trouble it speaks of, and is the same for the same seed."""

from functools import cache

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.planting.simulated import Night, confusion, simulate

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


# Tunnels in a stay whose start and stop are both told, by records that name somebody else.
TOLD_OTHERWISE = """
with stay as (
    select session_key, ip, "user", min("at") filter (event = 'start') as opened,
        max("at") filter (event = 'stop') as closed
    from login where gateway in ('nas-1', 'nas-3') and prefix_length is null
    group by session_key, ip, "user" having count(*) filter (event in ('start', 'stop')) >= 2
)
select truth.src_ip, truth.started_at, truth.holder, stay."user"
from truth join stay on truth.src_ip = stay.ip
    and truth.started_at > stay.opened + interval 25 seconds
    and truth.ended_at < stay.closed - interval 25 seconds
where truth.holder is distinct from stay."user"
"""


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


def told_rightly() -> pa.Table:
    """A session for each record of a tunnel, as an oracle judges it."""
    truth = planted().truth
    names = ["src_ip", "src_port", "remote_ip", "family", "holder"]
    told = {name: truth[name] for name in names}
    told |= {"first_at": truth["started_at"], "last_at": truth["ended_at"]}
    told |= {"session_id": pa.array(map(str, range(truth.num_rows)))}
    told |= {name: pa.repeat("exact", truth.num_rows) for name in ("attribution", "reason")}
    return pa.table(told | {"connections": pa.repeat(1, truth.num_rows)})


def test_an_oracle_is_never_wrong_and_misses_nobody():
    for row in confusion(planted().truth, told_rightly()).values():
        assert row["wrong"] == 0
        assert row["attributed"] == row["attributable"]
        held = row["attributed"] + row["named_besides"]
        assert held + row["rightly_unnamed"] == row["planted"]


def test_each_wrong_name_is_counted():
    right = told_rightly()
    place = right.schema.get_field_index("holder")
    wrong = right.set_column(place, "holder", pa.repeat("somebody", right.num_rows))
    table = confusion(planted().truth, wrong)
    assert sum(row["wrong"] for row in table.values()) == right.num_rows
    assert all(row["attributed"] == 0 for row in table.values())


def test_a_session_that_holds_anothers_records_is_wrong():
    right = told_rightly()
    named = right.filter(pc.is_valid(right["holder"])).slice(0, 1)
    two = named.set_column(
        right.schema.get_field_index("connections"), "connections", pa.array([2])
    )
    for sessions, wrong in ((named, 0), (two, 1)):
        table = confusion(planted().truth, sessions)
        assert sum(row["wrong"] for row in table.values()) == wrong


def test_no_tunnel_of_a_holder_leaves_his_line():
    """By the whole truth of a direct line: what nobody lost, no clock moved and no block hides."""
    with duckdb.connect() as own:
        own.register("login", planted().logins)
        own.register("truth", planted().truth)
        told = own.sql(TOLD_OTHERWISE).fetchall()
    assert told == []
