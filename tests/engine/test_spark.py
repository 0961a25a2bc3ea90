"""The SQL of attribute and judge says the same on Spark as on DuckDB."""

import shutil

import pytest

from tests.judge.test_address import addresses, wanted, written
from tests.planting.rows import (
    DAY,
    OTHER,
    POOL,
    REMOTE,
    SUBSCRIBER,
    at,
    beats,
    half,
    held,
    key,
    listed,
    logged,
    spoke,
    tables,
    term,
)
from tracker.engine.duckdb import DuckDB
from tracker.engine.spark import in_spark, java_version, start_spark
from tracker.errors import SettingsError
from tracker.judge.cases import read_cases, run_cases
from tracker.judge.detections import read_detections
from tracker.judge.nights import night
from tracker.judging import judge_nights, touched_nights
from tracker.settings import Settings, zone_info

PREFIX = "2001:db8:0:7700::"
SHARED, INNER = "198.18.0.7", "100.64.0.10"


def lent(event, when, first):
    """One event of a block of 512 ports."""
    ports = {"port_first": first, "port_last": first + 511, "gateway": "cgnat-1"}
    inside = {"inner_ip": INNER, "inner_key": key(INNER), "session_key": None, "kind": "cgnat"}
    return logged(event, when, None, SHARED, **ports, **inside)


CONNECTIONS = [
    spoke("12:00"),
    spoke("23:50"),
    spoke(at("00:10", 1)),
    spoke("12:00", dport=4500, dst="198.51.100.7"),
    spoke("11:30", 3600, src=OTHER, dport=1194),
    *(spoke(start, 60, src=OTHER, dport=1701) for start in ("11:40", "11:59", "12:01", "12:30")),
    spoke("13:00", src="2001:db8:0:773f::5", dst="2001:db8:ffff::1", dport=41641),
    *(spoke(when, src="2001:db8:0:773a::5", dport=5353) for when in ("09:00", "16:00")),
    spoke("14:00", 30, protocol=6, dport=1723, bytes_out=9000, bytes_in=9000),
    spoke("14:01", protocol=47, sport=None, dport=None, src=REMOTE, dst=SUBSCRIBER),
    spoke("15:00", protocol=47, sport=None, dport=None, dst="198.51.100.8"),
    spoke("16:00", protocol=50, sport=None, dport=None, dst="198.51.100.9"),
    half("17:00", 60, dst="198.51.100.10"),
    half("17:00", 60, src="198.51.100.10", dst=SUBSCRIBER, sport=51820, dport=40000),
    *(spoke("18:00", dst=f"203.0.113.{n}", sport=6881) for n in range(100, 109)),
    *(spoke("19:00", dst=f"203.0.113.{n}", packets_in=0, bytes_in=0) for n in range(120, 131)),
    *(spoke(start, src=SHARED, sport=1100) for start in ("10:00", "11:00")),
    spoke("11:20", src=SHARED, sport=1600),
    spoke("20:00", record="interim", connection_key="K", dst="198.51.100.11"),
    spoke("20:00", 900, record="close", connection_key="K", dst="198.51.100.11"),
]
LOGINS = [
    *beats(),
    *held(),
    *held(ip=OTHER, until="12:00"),
    *held("egle", ip=OTHER, since="12:00:30"),
    *beats("nas-2"),
    *held("ona", "12:00", "13:30", ip=PREFIX, prefix_length=58, gateway="nas-2"),
    logged("reset", "22:00", user=None, ip=None),
    *held("ruta", ip=INNER),
    *(lent(event, when, 1024) for event, when in (("allocate", "10:00"), ("release", "10:30"))),
    *(lent("allocate", when, 1024) for when in ("10:58", "13:00")),
    *(lent(event, when, 1536) for event, when in (("allocate", "11:00"), ("release", "12:00"))),
]
TERMS = [
    term(1, remote=("cidr", "203.0.113.0/25"), port="51000-52000"),
    term(2, ("account", "egle"), status="suspended"),
    term(3, ("cidr", f"{PREFIX}/56"), remote=("host", "VPN.example"), protocol="mesh"),
]
TWINS = [{}, {"host": "b.example"}, {"host": "a.example"}, {"provider": "B", "host": "a.example"}]
ENTRIES = [
    POOL,
    listed("2001:db8::/48", "pool_dynamic", "pools"),
    listed("198.51.100.7/32", "epdg"),
    listed("198.51.100.9/32", "licensed_vpn", provider="BigVPN"),
    listed("2001:db8:ffff::/48", "vpn", host="vpn.example"),
    listed("203.0.113.5/32", "vpn", "own", confidence="dedicated", recorded_at=at("01:00", -100)),
    *(listed("203.0.113.0/24", "vpn", "vpn", **more) for more in TWINS),
    listed("198.51.100.9/32", "hosting", "cdn", last_seen=at("10:00")),
    listed("198.51.100.8/32", "vpn", "names", host="a.example", last_seen=at("10:00", -1)),
    listed("198.51.100.8/32", "vpn", "names", last_seen=at("10:00", -1)),
]


def test_a_whole_night_comes_out_the_same_on_both_engines(spark):
    settings = Settings(night_zone="Europe/Vilnius")
    for name, rows in tables(CONNECTIONS, LOGINS, TERMS, ENTRIES).items():
        spark.register(name, rows)
    nights = [night(DAY, zone_info("Europe/Vilnius"))]
    there = judge_nights(spark, nights, settings, "run-1")
    with DuckDB() as duckdb:
        for name, rows in tables(CONNECTIONS, LOGINS, TERMS, ENTRIES).items():
            duckdb.register(name, rows)
        here = judge_nights(duckdb, nights, settings, "run-1")
    assert there.sessions.to_pylist() == here.sessions.to_pylist()
    assert there.clocks.to_pylist() == here.clocks.to_pylist()
    assert there.coverage.to_pylist() == here.coverage.to_pylist()
    assert {"nas-1", "nas-2", "cgnat-1"} <= set(here.clocks["gateway"].to_pylist())
    assert "ruta" in here.sessions["holder"].to_pylist()
    evidence = {one["detection"] for row in here.sessions["evidence"].to_pylist() for one in row}
    assert {"listed_endpoint", "wireguard_port"} <= evidence
    assert {1, 2, 4, 5} == {len(row) for row in here.sessions["matches"].to_pylist()}
    assert len(set(here.sessions["verdict"].to_pylist())) >= 6
    touched = touched_nights(spark, ["b" * 16], settings)
    assert [one.date.day for one in touched] == [14, 15]
    assert not spark.session.catalog.tableExists("scored")


def test_every_case_of_a_detection_fires_or_not_as_it_says(spark):
    detections = read_detections()
    assert run_cases(spark, detections, read_cases(detections)) == []


def test_a_key_is_written_as_rfc_5952_wants_it(spark):
    assert written(spark, addresses()) == wanted(addresses())


def test_parameters_and_clock_functions_are_put_into_sparks_words():
    put = in_spark('select epoch_us(t) + $more as us, list_sort(list(distinct "at")) as l from x')
    assert (
        put
        == "SELECT UNIX_MICROS(t) + :more AS us, ARRAY_SORT(COLLECT_LIST(DISTINCT `at`)) AS l FROM x"
    )


def test_without_java_it_says_what_is_needed(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert java_version() is None
    with pytest.raises(SettingsError, match=r"no Java found; expected Java 17.*JAVA_HOME"):
        start_spark()


def test_java_is_found_by_its_home(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text(f"#!{shutil.which('sh')}\necho 'openjdk version \"21.0.2\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java_version() == 21
