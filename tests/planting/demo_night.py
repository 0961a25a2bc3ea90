"""Plants the demo night: `python -m tests.planting.demo_night FOLDER` writes its three logs anew.

Who is planted for which verdict stands in sample_logs/demo/README.md.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.planting.logs import (
    ESP,
    GRE,
    IPV6,
    TCP,
    UDP,
    ZONE,
    Flow,
    Login,
    detail,
    nfdump,
    nfdump_old,
    zeek,
)

BNG_1, BNG_2 = "198.51.100.1", "198.51.100.2"
# Who held what: name, last number of the address, from, to, interims; times of the 14th, local.
ON_BNG_1 = (
    ("jonas.petrauskas", 10, "06:10", "23:55", "12:00"),
    ("egle.kazlauskaite", 11, "07:30", "23:50", "13:00"),
    ("mantas.butkus", 12, "08:00", None, "16:00"),
    ("simona.vaitkute", 13, "09:15", None, "17:00"),
    ("tomas.rimkus", 14, "10:05", None, "18:00"),
    ("ieva.morkunaite", 15, "11:40", None, "19:30"),
    ("domantas.zukas", 16, "12:20", None, "20:10"),
    ("greta.balciunaite", 17, "13:10", None, "21:10"),
    ("karolis.navickas", 18, "14:00", None, "22:10"),
    ("vilte.sakalauskaite", 19, "15:00", None, "23:10"),
    ("ruta.jankauskiene", 20, "08:30", "20:30", "14:30"),
    ("lukas.stonkus", 20, "20:45", None, "23:30"),
    ("gabija.norkute", 21, "16:30", None, "22:30"),
    ("agne.mockute", 22, "09:00", "19:00", "15:30"),
    ("darius.kubilius", 22, "19:01", None, "23:20"),
    ("laura.brazaityte", 23, "17:10", None, "22:50"),
    ("nojus.vasiliauskas", 24, "17:40", None, "23:00"),
    ("ugne.stankute", 25, "18:05", None, "23:40"),
    ("rokas.zilinskas", 26, "18:20", None, "23:45"),
    ("skambuciai", 29, "07:00", None, "23:15"),
    ("kostas.gricius", 28, "19:10", None, "23:25"),
)
# This server's records from 13:30 to 21:40 never arrived: nobody can be named in between.
ON_BNG_2 = (
    ("paulius.gudelis", 70, "09:30", None, "13:30"),
    ("austeja.ramonaite", 71, "10:00", None, "21:40"),
    ("matas.urbonas", 28, "21:45", None, "23:05"),
    ("justas.bernotas", 72, "21:50", None, "23:35"),
)
MONIKA, MONIKAS_PREFIX = "monika.adomaityte", "2001:db8:100:700::/56"


def clock(text: str) -> datetime:
    """A time of the night, as the operator's clock shows it."""
    hours, minutes = (int(part) for part in text.split(":"))
    return datetime(2026, 3, 14, tzinfo=ZONE) + timedelta(hours=hours, minutes=minutes)


def logins() -> list[Login]:
    held = [(BNG_1, *one) for one in ON_BNG_1] + [(BNG_2, *one) for one in ON_BNG_2]
    found = [
        login
        for number, (nas, name, last, *times) in enumerate(held)
        for login in _held(number, nas, name, {"ip": f"192.0.2.{last}"}, times)
    ]
    prefix = {"prefix": MONIKAS_PREFIX}
    found += _held(90, BNG_1, MONIKA, prefix, ["12:45", None, "20:50"])
    # Two lines nobody watches keep the servers' records going until the small hours.
    found += _held(91, BNG_1, "goda.petkute", {"ip": "192.0.2.60"}, ["22:00", "25:30", "24:40"])
    return found + _held(
        92, BNG_2, "linas.jonaitis", {"ip": "192.0.2.90"}, ["22:05", "25:20", "24:10"]
    )


def _held(
    number: int, nas: str, name: str, address: dict[str, str], times: list[str | None]
) -> list[Login]:
    begin = clock(str(times[0]))
    station = f"02-00-5E-10-00-{number:02X}"
    who = (f"{name}@nerys.example", f"{number:08X}", nas, station)
    records = [("Start", times[0]), ("Interim-Update", times[2]), ("Stop", times[1])]
    return [
        Login(
            at := clock(time) + timedelta(seconds=number % 20),
            status,
            *who,
            **address,
            seconds=0 if status == "Start" else int((at - begin).total_seconds()) - number % 20,
        )
        for status, time in records
        if time is not None
    ]


def tunnels() -> list[Flow]:
    """What the verdicts are about, as Zeek saw it."""
    hour = 3600.0
    return [
        Flow(clock("21:04"), hour, "192.0.2.10", 40112, "203.0.113.9", 51820, out=2100, back=5200),
        Flow(clock("22:20"), 900, "192.0.2.10", 40112, "203.0.113.9", 51820, out=400, back=900),
        Flow(clock("09:05"), hour, "192.0.2.11", 40200, "198.51.100.66", 1194, out=900, back=1500),
        Flow(clock("20:15"), 1800, "192.0.2.12", 40300, "203.0.113.9", 51820, out=800, back=1200),
        Flow(clock("18:30"), hour, "192.0.2.13", 40400, "203.0.113.20", 1194, TCP, 700, 900),
        Flow(clock("19:45"), 2400, "192.0.2.14", 40500, "203.0.113.21", 1194, out=600, back=800),
        Flow(clock("20:05"), 1500, "192.0.2.15", 40600, "203.0.113.22", 51820, out=500, back=700),
        Flow(clock("21:30"), 1700, "192.0.2.16", 40700, "203.0.113.23", 1701, out=450, back=500),
        Flow(clock("22:15"), 2000, "192.0.2.17", 40800, "203.0.113.24", 51820, out=480, back=520),
        Flow(clock("22:40"), 1200, "192.0.2.18", 40900, "203.0.113.25", 1194, out=300, back=310),
        Flow(clock("19:20"), hour, "192.0.2.19", 41000, "203.0.113.70", 51820, out=950, back=2500),
        # One address, two holders: the first registered, the second not.
        Flow(clock("18:00"), 5400, "192.0.2.20", 4500, "198.51.100.70", 4500, out=1500, back=1700),
        Flow(clock("21:15"), hour, "192.0.2.20", 4500, "198.51.100.70", 4500, out=1100, back=1300),
        # A phone that calls over Wi-Fi.
        Flow(clock("18:40"), 20, "192.0.2.21", 10500, "198.51.100.200", 500, out=4, back=4),
        Flow(clock("18:41"), hour, "192.0.2.21", 14500, "198.51.100.200", 4500, out=380, back=390),
        # One record that begins before a change of holder and ends after it.
        Flow(clock("18:50"), 1200, "192.0.2.22", 41100, "203.0.113.26", 51820, out=300, back=400),
        # An address of a pool that no login names; one that two servers gave out at once.
        Flow(clock("20:40"), 1300, "192.0.2.27", 41200, "203.0.113.27", 51820, out=310, back=330),
        Flow(clock("22:30"), 1100, "192.0.2.28", 41300, "203.0.113.28", 51820, out=260, back=300),
        # A call centre's line to a host that a list of resolutions names.
        Flow(
            clock("09:30"),
            2 * hour,
            "192.0.2.29",
            41400,
            "198.51.100.80",
            1194,
            out=2000,
            back=2600,
        ),
        # A relay of the kind that telephones use by themselves.
        Flow(clock("21:20"), 900, "192.0.2.23", 41500, "203.0.113.245", 2408, out=200, back=380),
        # Static lines: a bank's registered tunnel, opened from the other side; one of nobody's.
        Flow(clock("19:00"), hour, "198.51.100.71", 0, "192.0.2.146", 0, ESP, 1800, 1900),
        Flow(clock("23:05"), 1500, "192.0.2.160", 41600, "203.0.113.29", 1194, out=420, back=610),
        # A tunnel in the technical sense alone; the operator's own gateway.
        Flow(clock("20:20"), 1800, "192.0.2.170", 0, "203.0.113.30", 0, IPV6, 150, 160),
        Flow(clock("20:25"), 1800, "192.0.2.171", 4500, "198.51.100.5", 4500, out=90, back=95),
        Flow(
            clock("21:50"),
            1600,
            "2001:db8:100:700::a1",
            41700,
            "2001:db8:f000::5",
            51820,
            out=640,
            back=900,
        ),
        Flow(
            clock("09:00"),
            hour,
            "2001:db8:200::10",
            41800,
            "2001:db8:f000::70",
            1194,
            out=800,
            back=820,
        ),
    ]


def lookalikes(chance: Random) -> list[Flow]:
    """What must not be flagged: scans, a client's own port 1194, a peer-to-peer player."""
    outside = [
        Flow(
            clock("18:10") + timedelta(seconds=3 * n),
            0,
            "203.0.113.200",
            50000 + n,
            f"192.0.2.{n}",
            51820,
            out=1,
            back=0,
            size=176,
        )
        for n in range(10, 26)
    ]
    inside = [
        Flow(
            clock("20:50") + timedelta(seconds=2 * n),
            4,
            "192.0.2.24",
            51000 + n,
            f"203.0.113.{100 + n}",
            51820,
            out=4,
            back=4 * (n == 7),
            size=176,
        )
        for n in range(14)
    ]
    player = [
        Flow(
            clock("22:00") + timedelta(minutes=n),
            240,
            "192.0.2.23",
            40000,
            f"203.0.113.{120 + n}",
            51820 if n == 3 else 30000 + n,
            out=30 + n,
            back=40 + n,
        )
        for n in range(11)
    ]
    own_port = Flow(clock("21:02"), 300, "192.0.2.25", 1194, "203.0.113.80", 443, out=90, back=400)
    web = [
        Flow(
            clock("18:00") + timedelta(seconds=chance.randrange(20_000)),
            round(chance.uniform(0.3, 90), 3),
            f"192.0.2.{chance.randrange(10, 30)}",
            chance.randrange(49_152, 51_000),
            f"203.0.113.{chance.randrange(40, 60)}",
            443,
            chance.choice([TCP, UDP]),
            out=(packets := chance.randrange(8, 200)),
            back=2 * packets,
        )
        for _ in range(70)
    ]
    return [*outside, *inside, *player, own_port, *web]


def exported() -> list[Flow]:
    """What the second access server's exporter saw; its answers are rows of their own."""
    hour = 3600.0
    return [
        Flow(clock("16:10"), 1800, "192.0.2.70", 42000, "203.0.113.31", 51820, out=700, back=900),
        Flow(clock("22:10"), hour, "192.0.2.71", 9993, "203.0.113.32", 9993, out=600, back=620),
        Flow(clock("22:50"), 1500, "192.0.2.72", 42100, "203.0.113.33", 1194, out=350, back=480),
        Flow(clock("22:12"), 60, "192.0.2.71", 42200, "203.0.113.41", 443, TCP, 40, 80),
        Flow(clock("22:55"), 45, "192.0.2.72", 42300, "203.0.113.42", 443, TCP, 30, 50),
    ]


def old_exported() -> list[Flow]:
    """An old router's exporter: a PPTP control connection and its GRE."""
    return [
        Flow(clock("21:40"), 1500, "192.0.2.26", 42400, "203.0.113.34", 1723, TCP, 30, 30),
        Flow(clock("21:41"), 1380, "192.0.2.26", 0, "203.0.113.34", 0, GRE, 500, 700),
        Flow(clock("21:45"), 30, "192.0.2.26", 42500, "203.0.113.43", 443, TCP, 25, 60),
    ]


def write(folder: Path) -> None:
    """The logs of the night; the same bytes each time."""
    seen = [*tunnels(), *lookalikes(Random(14))]  # noqa: S311  # invented traffic, no secret
    (folder / "conn.log").write_text(zeek(seen))
    (folder / "flows.csv").write_text(nfdump(exported()))
    (folder / "flows-old.csv").write_text(nfdump_old(old_exported()))
    (folder / "radius.detail").write_text(detail(logins()))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
