from __future__ import annotations

import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from tests.report.planted import HOLDER, NIGHT, SOURCE, connection, login, rows, term
from tests.test_house import commands
from tracker.attribute.pseudonyms import make_key
from tracker.doctor import doctor
from tracker.lake import Lake, create_lake

POOL = {"first_key": f"{'0' * 20}ffffc0000200", "last_key": f"{'0' * 20}ffffc00002ff"}
INSIDE, OUTSIDE = f"{'0' * 20}ffffc0000210", f"{'0' * 20}ffffcb007109"


@pytest.fixture
def lake(tmp_path) -> Lake:
    """An empty lake with its key beside it, and a source that is done."""
    made = create_lake(tmp_path / "lake", make_key(tmp_path / "lake.key").check)
    made.append("source", rows("source", SOURCE))
    return made


@pytest.fixture
def config(tmp_path) -> Path:
    path = tmp_path / "tracker.toml"
    path.write_text('night_zone = "Europe/Vilnius"\n')
    return path


def found(lake: Lake | Path, **asked) -> dict[tuple[str, str], dict]:
    """The findings by part and name; none is told twice."""
    told = doctor(lake.path if isinstance(lake, Lake) else lake, **asked).to_pylist()
    by_name = {(one["part"], one["name"]): one for one in told}
    assert len(by_name) == len(told)
    return by_name


def state(lake: Lake, part: str, name: str | None, **asked) -> str | None:
    one = found(lake, **asked).get((part, str(name)))
    return one and one["state"]


def lay(lake: Lake, table: str, *given: dict) -> None:
    lake.append(table, rows(table, *given))


def network(category: str, **columns) -> dict:
    given = {"list": "own", "version": "1", "category": category, "recorded_at": NIGHT}
    return given | columns


def hours(*given: float) -> list[timedelta]:
    return [timedelta(hours=one) for one in given]


def test_without_a_lake_that_is_said_first_and_everything_is_missing(tmp_path):
    told = list(found(tmp_path / "none"))
    assert told[:4] == [
        ("lake", str(tmp_path / "none")),
        ("key", "none.key"),
        ("logs", "connections"),
        ("logs", "logins"),
    ]
    assert {("register", "terms"), ("list", "pools"), ("list", "epdg")} <= set(told)


@pytest.mark.parametrize("broken", ["table", "marker", "log", "file"])
def test_of_a_lake_that_cannot_be_used_nothing_else_is_claimed(broken, tmp_path, lake):
    if broken == "table":
        (lake.path / "login").rename(tmp_path / "away")
    elif broken == "marker":
        (lake.path / "tracker-lake.toml").write_text("layout = 9")
    elif broken == "log":
        (lake.path / "login" / "_delta_log" / f"{0:020}.json").write_text("{")
    place = tmp_path / "lake.key" if broken == "file" else lake.path
    told = found(place)
    assert told["lake", str(place)]["state"] == "missing"
    assert "cannot be used" in told["lake", str(place)]["told"]
    assert {part for part, _ in told} == {"lake", "key", "settings"}


def test_a_lake_that_has_lost_files_is_told(lake):
    lay(lake, "login", login("s"))
    for file in (lake.path / "login").rglob("*.parquet"):
        file.unlink()
    one = found(lake)["lake", str(lake.path)]
    assert one["state"] == "doubtful"
    assert "copy" in one["todo"]
    assert "\n" not in one["told"]


def test_an_empty_lake_lacks_all_that_it_should_hold(lake, config):
    told = {name: one["state"] for (part, name), one in found(lake, config=config).items()
            if part in ("logs", "list", "register")}  # fmt: skip
    categories = {"epdg", "infrastructure", "licensed_vpn", "relay", "vpn", "hosting", "tor"}
    expected = {"connections", "logins", "pools", "terms"} | categories
    assert told == dict.fromkeys(expected, "missing")


def test_a_category_is_there_when_a_list_in_force_has_it(lake):
    lay(lake, "endpoint", network("epdg"))
    assert state(lake, "list", "epdg") == "ok"
    later = NIGHT + timedelta(hours=1)
    lay(lake, "endpoint", network("relay", version="2", as_of=NIGHT, recorded_at=later))
    assert state(lake, "list", "epdg") == "missing"
    assert state(lake, "list", "relay") == "ok"


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("pool_cgnat", "ok"),
        ("pool_dynamic", "ok"),
        ("pool_static", "doubtful"),
        ("local", "doubtful"),
        ("vpn", "missing"),
    ],
)
def test_pools_are_there_when_it_is_known_which_addresses_change_hands(category, expected, lake):
    lay(lake, "endpoint", network(category))
    assert state(lake, "list", "pools") == expected


def test_the_key_is_there_and_the_lakes(lake, tmp_path):
    key = tmp_path / "lake.key"
    assert found(lake)["key", "lake.key"]["told"] == f"{key} is the lake's"
    make_key(tmp_path / "other.key")
    other = found(lake, key=tmp_path / "other.key")["key", "other.key"]
    assert other["state"] == "missing"
    assert "the key of another lake" in other["told"]
    key.write_text("00")
    assert state(lake, "key", "lake.key") == "doubtful"
    key.unlink()
    assert state(lake, "key", "lake.key") == "missing"
    assert state(lake, "key", "key", key=tmp_path / "away" / "key") == "missing"


def test_a_key_that_others_may_read_is_told(lake, tmp_path):
    (tmp_path / "lake.key").chmod(0o640)
    told = [one for one in doctor(lake.path).to_pylist() if one["part"] == "key"]
    assert [one["state"] for one in told] == ["doubtful", "ok"]
    assert "chmod 600" in told[0]["todo"]


def test_faults_of_the_settings_are_findings(lake, tmp_path):
    path = tmp_path / "faulty.toml"
    path.write_text('guard_second = 1\nnight_zone = "Mars"\n')
    told = [one for one in doctor(lake.path, config=path).to_pylist() if one["part"] == "settings"]
    assert [one["state"] for one in told] == ["doubtful"] * 2
    assert "'Mars'" in told[0]["told"] + told[1]["told"]
    assert "'guard_second'" in told[0]["told"] + told[1]["told"]
    path.write_text("= ")
    assert state(lake, "settings", str(path), config=path) == "doubtful"


def test_a_memory_that_no_engine_takes_is_a_finding(lake, config):
    config.write_text('memory = "much"')
    assert state(lake, "settings", str(config), config=config) == "doubtful"


def test_a_night_zone_left_at_utc_is_doubtful(lake, config):
    assert state(lake, "settings", "night_zone", config=config) == "ok"
    config.write_text("")
    assert state(lake, "settings", "night_zone", config=config) == "doubtful"


def test_a_stated_gateway_that_no_login_has_is_told(lake, config):
    config.write_text('[[gateway]]\nname = "nas-1"\n[[gateway]]\nname = "nas-7"\n')
    lay(lake, "login", login("s") | {"gateway": "nas-1"})
    assert state(lake, "settings", "nas-7", config=config) == "doubtful"
    assert state(lake, "settings", "nas-1", config=config) is None


@pytest.mark.parametrize(
    ("given", "stated", "expected"),
    [
        ([{}], "", "doubtful"),
        ([{}], "silence_hours = 2", "ok"),
        ([{}], "clock_offset_seconds = 2", "doubtful"),
        ([{}, {"expires_at": NIGHT}], "", None),
        ([{}, {}, {}, {"event": "stop"}], "", "doubtful"),
        ([{}, {}, {}, {"event": "stop", "reason": "expire"}], "", None),
        ([{}, {}, {"event": "stop"}], "", None),
        ([{"event": "stop"}], "", None),
        ([{"kind": "radius"}], "", None),
    ],
)
def test_leases_whose_length_nobody_tells_are_doubtful(given, stated, expected, lake, config):
    config.write_text(f'silence_hours = 30\n[[gateway]]\nname = "dhcp-1"\n{stated}\n')
    lease = login("s") | {"kind": "dhcp", "gateway": "dhcp-1"}
    lay(lake, "login", *(lease | one for one in given))
    one = found(lake, config=config).get(("lease", "dhcp-1"))
    assert (one and one["state"]) == expected
    if expected == "doubtful":
        assert "for 30 hours more" in one["told"]


def test_a_source_begun_and_not_done_is_told_by_its_path(lake):
    lay(lake, "source", SOURCE | {"source": "b2", "state": "begun", "path": "/logs/late.log"})
    assert state(lake, "source", "/logs/late.log") == "missing"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({"gateway": "b", "zone": "UTC"}, {"gateway": "b", "zone": "UTC"}, None),
        ({"gateway": "b", "zone": "UTC"}, {"gateway": "b", "zone": "Asia/Tokyo"}, "b"),
        ({"gateway": "b", "zone": "UTC"}, {"gateway": "c", "zone": "Asia/Tokyo"}, None),
        ({"gateway": "b", "zone": "UTC"}, {"gateway": "b"}, None),
        ({"zone": "UTC"}, {"zone": "Asia/Tokyo"}, "zeek-conn"),
        ({"zone": "UTC"}, {"zone": "Asia/Tokyo", "format": "cgnat"}, None),
        ({"gateway": "b", "zone": "UTC"}, {"gateway": "b", "zone": "Asia/Tokyo", "format": "cgnat"}, "b"),
    ],
)  # fmt: skip
def test_one_gateway_or_without_one_a_format_in_two_zones_is_doubtful(one, two, expected, lake):
    files = ({"source": "b1", "sha256": "b1"} | one, {"source": "b2", "sha256": "b2"} | two)
    lay(lake, "source", *(SOURCE | file for file in files))
    told = [name for (part, name), what in found(lake).items()
            if part == "zone" and what["state"] == "doubtful"]  # fmt: skip
    assert told == ([expected] if expected else [])
    assert (state(lake, "zone", "stated zones") is None) is bool(expected)


def test_one_content_under_two_gateways_is_doubtful(lake):
    assert state(lake, "source", "/logs/conn.log") is None
    lay(lake, "source", SOURCE | {"source": "b2", "gateway": "border-1"})
    assert state(lake, "source", "/logs/conn.log") == "doubtful"


def test_rejects_above_max_rejects_are_told_by_format(lake, config):
    few = SOURCE | {"source": "b2", "format": "cgnat", "records": 100, "rejected": 1}
    lay(lake, "source", few)
    assert state(lake, "rejects", "zeek-conn", config=config) == "doubtful"  # 1 of 12
    assert state(lake, "rejects", "cgnat", config=config) is None
    config.write_text("max_rejects = 0.1")
    assert state(lake, "rejects", "all formats", config=config) == "ok"
    config.write_text("max_rejects = 0.009")
    assert state(lake, "rejects", "cgnat", config=config) == "doubtful"


def test_records_without_a_gateway_are_doubtful(lake):
    lay(lake, "connection", connection(443))
    lay(lake, "login", login("s"))
    told = found(lake)
    assert told["gateway", "logins without a gateway"]["state"] == "doubtful"
    assert told["gateway", "connections without a gateway"]["state"] == "doubtful"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([{}], "ok"),
        ([{"user": None}], "ok"),
        ([{"user": None, "station": None}], "missing"),
        ([{"user": None, "station": None}, {}], "doubtful"),
        ([{"user": None, "station": None, "event": "reset"}, {}], "ok"),
        ([{"user": None, "station": None, "inner_ip": "10.0.0.1"}, {}], "ok"),
        ([{"user": None, "station": None, "event": "reset"}], None),
    ],
)
def test_a_gateway_whose_logins_have_neither_user_nor_station_names_nobody(given, expected, lake):
    lay(lake, "login", *(login("s") | {"gateway": "nas-1"} | one for one in given))
    assert state(lake, "gateway", "nas-1") == expected


@pytest.mark.parametrize(
    ("logins", "expected"),
    [
        (hours(-1, 3, 8), "ok"),
        (hours(-1, 3), "doubtful"),
        (hours(-1, 1, 7.5), "doubtful"),
        (hours(1, 3, 7), "ok"),
        (hours(-30, -26), "missing"),
    ],
)
def test_a_gateways_logins_cover_the_nights_of_the_connections_or_not(logins, expected, lake):
    lay(lake, "connection", *(connection(443, started_at=NIGHT + timedelta(minutes=15 * n))
                              for n in range(30)))  # fmt: skip
    lay(lake, "login", *(login("s") | {"gateway": "nas-1", "at": NIGHT + h} for h in logins))
    assert state(lake, "coverage", "nas-1") == expected


def test_the_share_of_connections_outside_the_pools_is_told(lake):
    seen = [connection(443, src_key=INSIDE, dst_key=OUTSIDE, line=n) for n in range(96)]
    seen += [connection(443, src_key=OUTSIDE, dst_key=INSIDE, line=n) for n in range(96, 98)]
    strange = [connection(443, src_key=OUTSIDE, dst_key=OUTSIDE, line=n) for n in range(98, 101)]
    lay(lake, "connection", *seen, *strange[:2])
    name = "connections outside the pools"
    assert state(lake, "list", name) is None
    within = {**POOL, "first_key": INSIDE, "last_key": INSIDE}
    lay(lake, "endpoint", *(network("pool_dynamic", **one) for one in (POOL, within)))
    assert found(lake)["list", name]["told"].startswith("2.0 % of the last two days")
    assert state(lake, "list", name) == "ok"
    lay(lake, "connection", strange[2])
    assert state(lake, "list", name) == "doubtful"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "ok"),
        ({"valid_to": NIGHT}, "missing"),
        ({"valid_to": NIGHT - timedelta(days=1), "grace_days": 2}, "ok"),
        ({"valid_from": NIGHT + timedelta(days=1)}, "missing"),
        ({"status": "revoked"}, "missing"),
        ({"state": "closed"}, "missing"),
    ],
)
def test_a_register_in_which_no_term_runs_at_the_last_record_is_as_good_as_none(
    given, expected, lake
):
    lay(lake, "connection", connection(443))
    lay(lake, "registration", term("R-1", **given))
    assert state(lake, "register", "terms") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "ok"),
        ({"binding_value": "s", "binding_kind": "circuit"}, "ok"),
        ({"binding_value": "other"}, "doubtful"),
        ({"binding_value": "192.0.2.0/29", "binding_kind": "cidr"}, None),
    ],
)
def test_a_register_that_binds_nobody_who_logs_in_is_doubtful(given, expected, lake):
    lay(lake, "connection", connection(443))
    lay(lake, "registration", term("R-1", **given))
    assert state(lake, "register", "bindings") is None
    lay(lake, "login", login("s") | {"user": HOLDER})
    assert state(lake, "register", "bindings") == expected


@pytest.mark.parametrize("kind", ["host", "provider"])
def test_a_remote_that_no_list_has_is_doubtful(kind, lake):
    lay(lake, "connection", connection(443))
    lay(lake, "registration", term("R-1", remote_kind=kind, remote_value="Vpn.Example"))
    assert state(lake, "register", kind) == "doubtful"
    lay(lake, "endpoint", network("vpn", **{kind: "vpn.example"}))
    assert state(lake, "register", kind) is None


def test_what_costs_most_comes_first_and_what_is_well_last(lake, config):
    lay(lake, "connection", connection(443))
    told = [one["state"] for one in doctor(lake.path, config=config).to_pylist()]
    assert told == sorted(told, key=lambda one: one == "ok")
    names = list(found(lake, config=config))
    places = [("logs", "logins"), ("register", "terms"), ("list", "pools"), ("list", "epdg")]
    assert [names.index(one) for one in places] == sorted(names.index(one) for one in places)


def test_only_what_is_not_well_has_something_to_do(lake):
    for one in doctor(lake.path).to_pylist():
        assert (one["todo"] is None) is (one["state"] == "ok"), one


def test_each_command_that_it_tells_to_run_is_one():
    folder = Path(__file__).parents[1] / "tracker"
    texts = [path.read_text() for path in (folder / "report" / "findings").glob("*.sql")]
    texts.append((folder / "doctor.py").read_text())
    known = commands()
    said = [shlex.split(one.replace("{}", "X").replace("{0}", "X")) for text in texts
            for one in re.findall(r"`tracker ([^`]+)`", text)]  # fmt: skip
    assert said
    for words in said:
        found = known.get(f"tracker {' '.join(words[:2])}") or known[f"tracker {words[0]}"]
        options = {name for param in found.params for name in param.opts}
        assert {word for word in words if word.startswith("-")} <= options, words
