"""What each policy would have cut, counted as `sessions` and `flagged` count."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.report.deciding import decide
from tests.report.planted import HOLDER, NIGHT, RUN, SOURCE, rows, session, term
from tests.report.test_concealing import betrayed
from tracker.engine.duckdb import DuckDB
from tracker.lake import create_lake
from tracker.report.impact import POLICIES, Impact, by_category, by_policy, impact, reckon
from tracker.report.impact_words import told
from tracker.report.page.figures import figures
from tracker.report.reviewed import keep_reviewed
from tracker.report.sessions import Wanted, flagged, sessions
from tracker.report.verdicts import FLAGGED, VERDICTS

OTHER = "f" * 32
MEASURES = ("sessions", "hours", "bytes", "subscribers", "addresses")


def laid(lake, *given, terms=()) -> Impact:
    """The impact of a lake with these sessions and terms alone."""
    lake.append("session", rows("session", *given))
    if terms:
        lake.append("registration", rows("registration", *terms))
    return impact(lake)


def cell(found, policy, category="all", lawful="all"):
    """One row of an impact; None where a policy cuts nothing."""
    keys = (policy, category, lawful)
    told = found.rows.to_pylist()
    return next((r for r in told if (r["policy"], r["category"], r["lawful"]) == keys), None)


def cut(found, category):
    """The policies that cut something of a category, and whether that is lawful."""
    told = [r for r in found.rows.to_pylist() if r["category"] == category and r["lawful"] != "all"]
    return [r["policy"] for r in told], {r["lawful"] for r in told}


# What each policy cuts. The category of each session is the name of its case.

BY_LOGIN = ["blanket_ban", "static_whitelist"]
BY_NOBODY = ["blanket_ban", "static_whitelist", "login_whitelist"]
CASES = {
    "static": ({"verdict": "registered", "registration_id": "S"}, ["blanket_ban"], "lawful"),
    "static grace": ({"verdict": "grace", "registration_id": "S"}, ["blanket_ban"], "lawful"),
    "account": ({"verdict": "registered", "registration_id": "A"}, BY_LOGIN, "lawful"),
    "account grace": ({"verdict": "grace", "registration_id": "A"}, BY_LOGIN, "lawful"),
    "term unknown": ({"verdict": "registered", "registration_id": "gone"}, BY_LOGIN, "lawful"),
    "static pending": ({"verdict": "pending", "registration_id": "S"}, BY_NOBODY, "lawful"),
    "provider": ({"verdict": "registered_via_provider"}, ["blanket_ban"], "lawful"),
    "carrier": (
        {"verdict": "exempt", "reason": "carrier", "tier": "possible"},
        *(["blanket_ban"], "lawful"),
    ),
    "infrastructure": (
        {"verdict": "exempt", "reason": "infrastructure"},
        ["blanket_ban"],
        "lawful",
    ),
    "encapsulation": (
        {"verdict": "exempt", "reason": "encapsulation", "tier": "possible"},
        *(BY_LOGIN, "lawful"),
    ),
    "relay": ({"verdict": "inconclusive", "reason": "privacy_relay"}, BY_NOBODY, "undetermined"),
    "nobody": ({"verdict": "unattributable", "reason": "shared"}, BY_NOBODY, "undetermined"),
    "static flag": (
        {"verdict": "out_of_terms", "registration_id": "S"},
        *([*BY_NOBODY, "flagged"], "unlawful"),
    ),
    **{name: ({"verdict": name}, [*BY_NOBODY, "flagged"], "unlawful") for name in FLAGGED},
}
WEAK = {
    "weak": {"verdict": "inconclusive", "reason": "weak_evidence"},
    "weak registered": {"verdict": "registered", "registration_id": "S"},
    "weak service": {"verdict": "exempt", "reason": "infrastructure"},
}
TERMS = (term("S", binding_kind="cidr", binding_value="192.0.2.0/24"), term("A"))


@pytest.fixture(scope="module")
def cases(tmp_path_factory) -> Impact:
    """A session of each case, in a category of its own."""
    lake = create_lake(tmp_path_factory.mktemp("cases") / "lake", "check")
    told = {name: columns for name, (columns, *_) in CASES.items()}
    told |= {name: {"tier": "possible"} | columns for name, columns in WEAK.items()}
    given = [
        session(f"{number:04}", **{"category": name, "registry_version": "v1"} | columns)
        for number, (name, columns) in enumerate(told.items())
    ]
    return laid(lake, *given, terms=TERMS)


@pytest.mark.parametrize("name", CASES)
def test_each_policy_cuts_what_it_cannot_tell_from_the_rest(cases, name):
    _, policies, lawful = CASES[name]
    assert cut(cases, name) == (policies, {lawful})


@pytest.mark.parametrize("name", WEAK)
def test_what_is_too_weak_is_cut_by_nothing_and_counted_apart(cases, name):
    assert cut(cases, name) == ([], set())
    assert cases.weaker == len(WEAK)


def test_each_policy_cuts_a_part_of_what_the_one_before_it_cuts(cases):
    totals = [cell(cases, policy)["sessions"] for policy in POLICIES]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] == len(CASES)


def test_a_session_without_a_term_has_no_category(lake):
    found = laid(lake, session("one", "unregistered"))
    assert cell(found, "flagged", "none")["sessions"] == 1


# Which version of a term decided

LATER = datetime(2026, 4, 1, tzinfo=UTC)
VERSIONS = {
    "as it was": ({"registration_id": "R", "registry_version": "v1"}, BY_LOGIN),
    "as it became": ({"registration_id": "R", "registry_version": "v2"}, ["blanket_ban"]),
    "in no version": ({"registration_id": "R", "registry_version": None}, ["blanket_ban"]),
    "unchanged": ({"registration_id": "A", "registry_version": "v2"}, BY_LOGIN),
    "moved": (
        {"registration_id": "M", "registry_version": "v2", "reason": "moved_binding"},
        *([["blanket_ban"]]),
    ),
    "not moved": (
        {"registration_id": "M", "registry_version": "v2", "reason": "active_term"},
        BY_LOGIN,
    ),
}


def test_a_term_binds_as_it_stood_in_the_version_that_judged(lake):
    """One that counted by the binding its registrant had before binds by that one."""
    given = [
        session(f"{number:04}", "registered", category=name, **columns)
        for number, (name, (columns, _)) in enumerate(VERSIONS.items())
    ]
    later = {"recorded_at": LATER, "registry_version": "v2"}
    terms = (
        *(term("R"), term("A"), term("O", binding_kind="cidr")),
        *(term("R", binding_kind="cidr", **later), term("M", moved_from="O", **later)),
    )
    found = laid(lake, *given, terms=terms)
    assert {name: cut(found, name)[0] for name in VERSIONS} == {
        name: policies for name, (_, policies) in VERSIONS.items()
    }


# Whose sessions they are

NOBODY = {"verdict": "unattributable", "holder": None, "attribution": "unknown"}
PEOPLE = {
    "one holder": ([{}, {"src_ip": "192.0.2.99"}], (1, 0)),
    "two holders at one address": ([{}, {"holder": OTHER}], (2, 0)),
    "an address of its own": ([{"holder": None, "attribution": "address"}] * 2, (1, 0)),
    "addresses of nobody": ([NOBODY, NOBODY | {"src_ip": "192.0.2.99"}], (0, 2)),
    "a holder near a change": ([NOBODY | {"holder": HOLDER, "attribution": "edge"}], (0, 1)),
    "one network": (
        [NOBODY | {"src_ip": ip} for ip in ("2001:db8::1", "2001:db8:0:0:9::")],
        (0, 1),
    ),
    "two networks": ([NOBODY | {"src_ip": ip} for ip in ("2001:db8:0:1::", "2001:db8::1")], (0, 2)),
    "zeros within": ([NOBODY | {"src_ip": ip} for ip in ("::1:2:3:4:5:6", "0:0:1:2::9")], (0, 1)),
    "whole": ([NOBODY | {"src_ip": f"2001:db8:1:2:3:4:5:{n}"} for n in "67"], (0, 1)),
}


def test_subscribers_are_holders_or_addresses_that_are_the_subject(lake):
    """Who may not be named is an address, in IPv6 the network of one line; and no subscriber."""
    given = [
        session(f"{number:02}{n}", **{"verdict": "registered", "category": name} | columns)
        for number, (name, (several, _)) in enumerate(PEOPLE.items())
        for n, columns in enumerate(several)
    ]
    found = laid(lake, *given)
    counted = {name: cell(found, "blanket_ban", name) for name in PEOPLE}
    assert {name: (row["subscribers"], row["addresses"]) for name, row in counted.items()} == {
        name: people for name, (_, people) in PEOPLE.items()
    }


def test_subscribers_are_counted_once_in_each_cell(lake):
    """He who has lawful and unlawful use is one in the sum, and one in either."""
    found = laid(lake, session("one", "registered"), session("two", "expired", category="bank"))
    keys = [("all", "all"), ("all", "lawful"), ("all", "unlawful"), ("bank", "all")]
    assert [cell(found, "blanket_ban", *key)["subscribers"] for key in keys] == [1] * 4
    assert cell(found, "flagged")["subscribers"] == 1


def test_bytes_are_what_logs_tell_and_unknown_where_none_does(lake):
    mute = {"bytes_out": None, "bytes_in": None}
    half = session("two", "registered", category="bank", **mute | {"bytes_in": 7})
    given = [
        half,
        session("one", "registered", **mute),
        session("tri", "registered", category="bank"),
    ]
    found = laid(lake, *given)
    counted = [cell(found, "blanket_ban", name)["bytes"] for name in ("none", "bank", "all")]
    assert counted == [None, 352_007, 352_007]


def test_a_flag_at_a_gateway_that_does_not_tell_its_address_can_be_dismissed(lake):
    """A dismissed flag is not cut by flagging, and counted beside."""
    found = laid(lake, session("mute", "expired", remote_ip=None), session("calm", "expired"))
    assert (cell(found, "flagged")["sessions"], found.dismissed) == (2, 0)
    decide(lake, "mute")
    found = impact(lake)
    assert (cell(found, "flagged")["sessions"], found.dismissed) == (1, 1)
    assert cell(found, "blanket_ban", "all", "undetermined")["sessions"] == 1
    assert "All of it can be judged. An auditor has dismissed the flags of 1 session" in " ".join(
        told(found)
    )


# Which sessions are asked for


def test_a_time_takes_in_what_begins_from_its_first_instant_to_before_its_last(lake):
    """Whatever the zone of the nights: the date of a night is not asked, but the time."""
    tick = timedelta(microseconds=1)
    since, until = NIGHT - timedelta(hours=17), NIGHT + timedelta(hours=2)
    times = {"early": since - tick, "first": since, "last": until - tick, "late": until}
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        given = [
            session(f"{name[:4]}{zone[0]}", "expired", first_at=at, last_at=at)
            | {"night": at.astimezone(ZoneInfo(zone)).date(), "category": f"{name} {zone}"}
            for name, at in times.items()
        ]
        lake.append("session", rows("session", *given))
        told = impact(lake, since, until).rows["category"].to_pylist()
        assert {one.split()[0] for one in told if one.endswith(zone)} == {"first", "last"}


def test_a_lake_without_sessions_has_nothing_cut(lake):
    found = impact(lake)
    assert {row["sessions"] for row in found.rows.to_pylist()} == {0}
    assert (found.nights, found.first_night, found.dismissed, found.weaker) == (0, None, 0, 0)
    assert told(found) == ["In the time asked for nothing was seen that is likely a VPN."]
    assert by_policy(found).num_rows == len(POLICIES)


# The same numbers as of other commands


def drawn(chance: random.Random, number: int):
    """A session like any other night's: hours before or after midnight, of somebody or of nobody."""
    first = NIGHT + timedelta(minutes=chance.randrange(3 * 24 * 60))
    verdict = chance.choice([*VERDICTS, *FLAGGED])
    named = chance.random() < 0.8
    category = chance.choice(("bank", "company", None)) if verdict != "exempt" else None
    return session(
        f"{number:04}",
        verdict,
        night=first.date(),
        first_at=first,
        last_at=first + timedelta(seconds=chance.randrange(40_000)),
        src_ip=f"192.0.2.{chance.randrange(40)}",
        remote_ip=f"203.0.113.{chance.randrange(8)}",
        holder=f"{chance.randrange(30):032x}" if named else None,
        attribution="exact" if named else chance.choice(("address", "unknown")),
        tier="likely" if verdict in FLAGGED else chance.choice(("confirmed", "likely", "possible")),
        reason=chance.choice(("carrier", "infrastructure", "encapsulation")),
        bytes_in=chance.choice((None, chance.randrange(10**9))),
        registration_id=category and chance.choice("SA"),
        category=category,
        registry_version="v1",
    )


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Nights of random sessions, of which reviews have dismissed some and reopened others."""
    lake = create_lake(tmp_path_factory.mktemp("nights") / "lake", "check")
    chance = random.Random(8)  # noqa: S311  # no secret
    given = [drawn(chance, number) for number in range(400)]
    lake.append("session", rows("session", *given))
    lake.append("registration", rows("registration", *TERMS))
    lake.append("source", rows("source", SOURCE))
    lake.append("run", rows("run", RUN))
    accused = [row["session_id"][:4] for row in given if row["verdict"] in FLAGGED]
    for name in chance.sample(accused, 3):
        decide(lake, name, scope=chance.choice(("session", "endpoint", "holder")))
    decide(lake, accused[0], "reopen", scope="endpoint")
    return lake


WINDOWS = [
    (None, None),
    (NIGHT + timedelta(hours=4), None),
    (None, NIGHT + timedelta(hours=30)),
    (NIGHT + timedelta(hours=7, minutes=31), NIGHT + timedelta(hours=50)),
    (NIGHT + timedelta(hours=12), NIGHT + timedelta(hours=13)),
    (NIGHT + timedelta(days=9), None),
]


def counted(sessions):
    """What sessions come to, summed here one by one."""
    sizes = [[one["bytes_out"] or 0, one["bytes_in"] or 0] for one in sessions]
    lasted = [one["last_at"] - one["first_at"] for one in sessions]
    named, rest = set(), set()
    for one in sessions:
        unclear = one["verdict"] == "unattributable"
        if not unclear and (one["holder"] or one["attribution"] == "address"):
            named.add(one["holder"] or one["src_ip"])
        else:
            rest.add(one["src_ip"])
    return {
        "sessions": len(sessions),
        "hours": pytest.approx(sum(lasted, timedelta()).total_seconds() / 3600),
        "bytes": sum(map(sum, sizes)),
        "subscribers": len(named),
        "addresses": len(rest),
    }


def measured(found, *key):
    return {name: cell(found, *key)[name] for name in MEASURES}


@pytest.mark.parametrize("window", WINDOWS)
def test_sessions_flagged_and_impact_give_the_same_numbers(nights, window):
    since, until = window
    wanted = Wanted(since=since, until=until)
    found, every, urgent = (
        impact(nights, since, until),
        sessions(nights, wanted),
        flagged(nights, wanted),
    )
    seen = [
        row
        for row in every.rows.to_pylist()
        if row["tier"] != "possible"
        or (row["verdict"] == "exempt" and row["reason"] in ("carrier", "encapsulation"))
    ]
    assert measured(found, "flagged") == counted(urgent.rows.to_pylist())
    assert measured(found, "flagged", "all", "unlawful") == counted(urgent.rows.to_pylist())
    assert measured(found, "blanket_ban") == counted(seen)
    assert found.dismissed == urgent.dismissed
    assert found.dismissed or since
    assert cell(found, "blanket_ban")["sessions"] + found.weaker == every.rows.num_rows
    unclear = sum(every.verdicts.get(one, 0) for one in ("unattributable", "inconclusive"))
    weak = [row for row in every.rows.to_pylist() if row not in seen]
    unclear -= sum(row["verdict"] in ("unattributable", "inconclusive") for row in weak)
    undetermined = cell(found, "blanket_ban", "all", "undetermined")["sessions"]
    assert undetermined == unclear + urgent.dismissed


@pytest.mark.parametrize("window", WINDOWS)
def test_the_report_gives_the_same_numbers_too(nights, window):
    """Sessions and verdicts by night and by category, the same flags in the same order, the same impact."""
    wanted = Wanted(*window)
    page, every, urgent = (
        figures(nights, *window),
        sessions(nights, wanted),
        flagged(nights, wanted),
    )
    by_verdict = dict(every.verdicts)
    listed = page.accused["session_id"].to_pylist()
    assert page.summary["sessions"] == every.rows.num_rows
    assert (page.summary["flagged"], page.summary["dismissed"]) == (len(listed), urgent.dismissed)
    assert listed == urgent.rows["session_id"].to_pylist()
    for rows_of in (page.by_night, page.by_category):
        told = Counter()
        for row in rows_of.to_pylist():
            told[row["verdict"]] += row["sessions"]
        assert told.pop("dismissed", 0) == urgent.dismissed
        assert told.total() == sum(by_verdict.values()) - urgent.dismissed
        assert {one: n for one, n in told.items() if one not in FLAGGED} == {
            one: n for one, n in by_verdict.items() if one not in FLAGGED
        }
        assert {one: n for one, n in told.items() if one in FLAGGED} == urgent.verdicts
    assert page.impact.rows.equals(impact(nights, *window).rows)


@pytest.mark.parametrize("window", WINDOWS[:1])
def test_an_engine_that_shows_the_sessions_reckons_the_same(nights, window):
    """A report asks once, and has everything from it."""
    with DuckDB() as engine:
        nights.pin().show(engine)
        engine.connection.execute("create temp view wanted as from session")
        keep_reviewed(engine)
        assert reckon(engine) == impact(nights, *window)


def test_sums_are_what_their_parts_come_to(nights):
    """Of sessions, hours and bytes; a subscriber may be in several parts."""
    found = impact(nights)
    told = found.rows.to_pylist()
    for policy in POLICIES:
        of = [row for row in told if row["policy"] == policy]
        for name in ("sessions", "hours", "bytes"):
            parts = sum(row[name] for row in of if "all" not in (row["category"], row["lawful"]))
            assert cell(found, policy)[name] == pytest.approx(parts)


# The published form


KINDS = {
    "static": ({"verdict": "registered", "registration_id": "S"}, ["blanket_ban"], "lawful"),
    "account": ({"verdict": "registered", "registration_id": "A"}, BY_LOGIN, "lawful"),
    "pending": ({"verdict": "pending"}, BY_NOBODY, "lawful"),
    "expired": ({"verdict": "expired"}, [*BY_NOBODY, "flagged"], "unlawful"),
    "relay": ({"verdict": "inconclusive"}, BY_NOBODY, "undetermined"),
    "dismissed": ({"verdict": "expired", "remote_ip": "203.0.113.200"}, BY_NOBODY, "undetermined"),
    "weak": ({"verdict": "inconclusive", "tier": "possible"}, [], ""),
}
SEVERAL = range(4)  # nights, each with another table


def peopled(chance: random.Random):
    """Whose sessions a night has of each kind in each category: of few here, of many there."""
    sizes = (0, 3, 9, 10, 14, 30)
    return {
        (category, kind): set(chance.sample(range(60), size))
        for category in ("bank", "company")
        for kind in KINDS
        if (size := chance.choice(sizes if kind != "weak" else (0, 4)))
    }


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """A lake of several nights, and the table that each was made from."""
    lake = create_lake(tmp_path_factory.mktemp("public") / "lake", "check")
    tables = [peopled(random.Random(seed)) for seed in SEVERAL]  # noqa: S311  # no secret
    given = [
        session(
            f"{day}{category[0]}{kind[0]}{kind[-1]}{person:02}",
            first_at=NIGHT + timedelta(days=day),
            last_at=NIGHT + timedelta(days=day, hours=2),
            night=(NIGHT + timedelta(days=day)).date(),
            category=category,
            holder=f"{person:032x}",
            **KINDS[kind][0],
        )
        for day, table in enumerate(tables)
        for (category, kind), people in table.items()
        for person in people
    ]
    lake.append("session", rows("session", *given))
    lake.append("registration", rows("registration", *TERMS))
    dismissed = [one["session_id"] for one in given if one["remote_ip"] == "203.0.113.200"]
    decide(lake, dismissed[0], scope="endpoint")
    return lake, tables


def of_night(public, day, **more) -> Impact:
    first = NIGHT + timedelta(days=day)
    return impact(public[0], first, first + timedelta(hours=1), **more)


def sums_of(found, table):
    """Of each number that is told, rows and those beside them, the groups of people it sums."""
    groups = list(table)
    sums = [
        [
            group
            for group in groups
            if row["policy"] in KINDS[group[1]][1]
            and row["category"] in (group[0], "all")
            and row["lawful"] in (KINDS[group[1]][2], "all")
        ]
        for row in found.rows.to_pylist()
        if not row["suppressed"]
    ]
    beside = {"dismissed": found.dismissed, "weak": found.weaker}
    sums += [[g for g in groups if g[1] == kind] for kind, n in beside.items() if n is not None]
    return [frozenset(map(groups.index, one)) for one in sums]


@pytest.mark.parametrize("day", SEVERAL)
def test_what_is_published_gives_no_group_of_fewer_than_ten_away(public, day):
    """From sessions, hours and bytes together with what is told beside them; so with subscribers."""
    table = public[1][day]
    few = {n: people for n, people in enumerate(table.values()) if len(people) < 10}
    found = of_night(public, day, published=True)
    assert not betrayed(sums_of(found, table), few, len(table))
    assert betrayed(sums_of(of_night(public, day), table), few, len(table))


@pytest.mark.parametrize("day", SEVERAL)
def test_what_is_published_is_true_and_people_are_told_in_tens(public, day):
    """Two counts of people who are partly the same would tell of one or two by their difference."""
    plain, found = of_night(public, day), of_night(public, day, published=True)
    shown = 0
    for true, row in zip(plain.rows.to_pylist(), found.rows.to_pylist(), strict=True):
        if row["suppressed"]:
            assert [row[name] for name in MEASURES] == [None] * len(MEASURES)
            continue
        shown += bool(row["sessions"])
        assert [row[name] for name in MEASURES[:3]] == [true[name] for name in MEASURES[:3]]
        for name in ("subscribers", "addresses"):
            if row[name] is None:
                assert 1 <= true[name] <= 4
            else:
                assert row[name] % 10 == 0
                assert abs(row[name] - true[name]) <= 5
                assert row[name] or not true[name]
    assert shown
    assert found.dismissed in (None, plain.dismissed)
    assert (found.weaker, plain.weaker > 0) in ((None, True), (0, False))


# In words and tables


def test_words_tell_every_sum_and_no_other_number(nights):
    text = " ".join(told(impact(nights)))
    found = impact(nights)
    for policy in POLICIES:
        assert f"{cell(found, policy)['sessions']:,} session" in text
        assert f"{cell(found, policy, 'all', 'lawful')['sessions']:,}" in text
    assert f"dismissed the flags of {found.dismissed} session" in text
    assert f"{found.weaker} weaker session" in text
    unclear = cell(found, "blanket_ban", "all", "undetermined")["sessions"] - found.dismissed
    assert f"What cannot be judged is the use in {unclear} sessions (" in text


@pytest.mark.parametrize("day", SEVERAL)
def test_words_have_no_number_that_is_not_told(public, day):
    """Each number in them is one of the rows, or follows from these; dates are none."""
    found = of_night(public, day, published=True)
    text = re.sub(r"\d{4}-\d\d-\d\d|\d+\.\d%", "", " ".join(told(found)))
    cells = [row for row in found.rows.to_pylist() if not row["suppressed"]]
    known = {round(row[name]) for row in cells for name in MEASURES}
    known |= {10, round((cell(found, "blanket_ban")["bytes"] or 0) / 1e6), found.weaker}
    if found.dismissed is not None:
        undetermined = cell(found, "blanket_ban", "all", "undetermined")["sessions"]
        known |= {found.dismissed, (undetermined or 0) - found.dismissed}
    assert {int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", text)} <= known
    assert ("or was dismissed" in text) == (found.dismissed is None)


def test_words_of_one_are_of_one(lake):
    text = " ".join(told(laid(lake, session("one", "expired"))))
    assert text.startswith(
        "In the night 2026-03-14, use of a VPN was likely in 1 session, of 1 subscriber."
    )
    assert "Flagged here is the use in 1 session of 1 subscriber:" in text


def test_tables_have_a_row_for_each_policy_and_each_category(nights):
    found = impact(nights)
    assert by_policy(found)["policy"].to_pylist() == list(POLICIES)
    for measure in ("sessions", "subscribers"):
        for row in by_category(found, measure).to_pylist():
            cells = {p: cell(found, p, row["category"], row["lawful"]) for p in POLICIES}
            assert [row[p] for p in POLICIES] == [
                one[measure] if one else 0 for one in cells.values()
            ]


def test_a_table_has_no_number_where_one_is_left_out(public):
    found = of_night(public, 0, published=True)
    for row in by_category(found, "sessions").to_pylist():
        told = [cell(found, policy, row["category"], row["lawful"]) for policy in POLICIES]
        left_out = [bool(one and one["suppressed"]) for one in told]
        assert [row[policy] is None for policy in POLICIES] == left_out
