"""What is told twice counts once: every case is a line of its own, all in one planted night."""

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import OTHER, SUBSCRIBER, address, at, judged, spoke
from tests.planting.tellers import COUNTERS, LINE, PLAIN, SECOND, counted, halved, short

WEIGHED = ("tier", "score", "verdict", "evidence", "connections", *COUNTERS)
# Case by case what several told, and what one of them alone would have.
TWICE = {
    "one long record and many short ones, of which one is missing": (
        lambda src: (
            [
                spoke("10:00", gateway="edge-1", src=src, **counted(300)),
                *short("edge-2", 9, src=src),
            ]
        ),
        lambda src: [spoke("10:00", gateway="edge-1", src=src, **counted(300))],
    ),
    "many short records and a long one that was sampled": (
        lambda src: (
            [
                *short("edge-2", src=src),
                spoke("10:00", gateway="edge-1", src=src, sampling=100, **counted(3)),
            ]
        ),
        lambda src: short("edge-2", src=src),
    ),
    "halves that saw more and a whole record": (
        lambda src: (
            [
                *halved("edge-1", src=src),
                spoke("10:00", gateway="edge-2", src=src, initiator="unknown", **counted(20)),
            ]
        ),
        lambda src: halved("edge-1", src=src),
    ),
    "a whole record that saw more and halves": (
        lambda src: (
            [
                *halved("edge-1", 10, 10, src=src),
                spoke("10:00", gateway="edge-2", src=src, **counted(20)),
            ]
        ),
        lambda src: [spoke("10:00", gateway="edge-2", src=src, **counted(20))],
    ),
    "halves twice": (
        lambda src: halved("edge-1", src=src) + halved("edge-2", 39, 49, src=src),
        lambda src: halved("edge-1", src=src),
    ),
    "questions on one way and answers on another": (
        lambda src: [halved("edge-1", src=src)[0], halved("edge-2", src=src)[1]],
        lambda src: halved("edge-1", src=src),
    ),
    "each way at an exporter of its own, and both ways at one that samples": (
        lambda src: [
            halved("edge-1", src=src)[0],
            halved("edge-2", src=src)[1],
            spoke("10:00", gateway="edge-3", src=src, sampling=100, **counted(2, 3)),
        ],
        lambda src: halved("edge-1", src=src),
    ),
    "both ways at one, and more questions alone at another": (
        lambda src: [
            spoke("10:00", gateway="edge-1", src=src, **counted(40)),
            halved("edge-2", 9000, src=src)[0],
        ],
        lambda src: [spoke("10:00", gateway="edge-1", src=src, **counted(40))],
    ),
    "halves out of one file and whole records out of another": (
        lambda src: [*halved(None, src=src), spoke("10:00", src=src, **PLAIN, **counted(39, 49))],
        lambda src: halved(None, src=src),
    ),
    "totals of three moments and a whole record that lacks the end": (
        lambda src: (
            [*totals("edge-1", src), spoke("10:00", 300, gateway="edge-2", src=src, **counted(30))]
        ),
        lambda src: totals("edge-1", src),
    ),
    "parts since the last record and whole records": (
        lambda src: (
            [*parts("edge-1", src), spoke("10:00", 300, gateway="edge-2", src=src, **counted(30))]
        ),
        lambda src: parts("edge-1", src),
    ),
    "one file in whole seconds and one in milliseconds": (
        lambda src: [
            spoke("10:00", src=src, **PLAIN, **counted(40)),
            spoke(
                at("10:00") + 0.999 * SECOND, 599, src=src, source="c" * 16, **PLAIN, **counted(40)
            ),
        ],
        lambda src: [spoke("10:00", src=src, **PLAIN, **counted(40))],
    ),
    "one gateway's records out of two files": (
        lambda src: [spoke("10:00", src=src, source=one * 16, **counted(40)) for one in "abc"],
        lambda src: [spoke("10:00", src=src, **counted(40))],
    ),
    "a beginning of which one gateway counts nothing and bytes alone of the other": (
        lambda src: [
            spoke("10:00", 0, gateway="a-1", src=src, **dict.fromkeys(COUNTERS), counters="none"),
            spoke("10:00", gateway="b-1", src=src, packets_out=None, packets_in=None),
        ],
        lambda src: [spoke("10:00", gateway="b-1", src=src, packets_out=None, packets_in=None)],
    ),
    "bytes alone of two, of which one saw little": (
        lambda src: [
            spoke("10:00", gateway=gateway, src=src, **counted(out))
            | {"packets_out": None, "packets_in": None}
            for gateway, out in (("a-1", 1), ("b-1", 40))
        ],
        lambda src: [
            spoke("10:00", gateway="b-1", src=src, **counted(40))
            | {"packets_out": None, "packets_in": None}
        ],
    ),
    "bytes alone of two, neither of which fills a packet": (
        lambda src: [bytes_alone(gateway, src, size) for gateway, size in (("a", 9), ("b", 1401))],
        lambda src: [bytes_alone("b", src, 1401)],
    ),
    "two files of one, and another that saw more than either": (
        lambda src: [
            *(
                spoke("10:00", gateway="a-1", src=src, source=one * 16, **counted(40))
                for one in "ac"
            ),
            spoke("10:00", gateway="b-1", src=src, **counted(50)),
        ],
        lambda src: [spoke("10:00", gateway="b-1", src=src, **counted(50))],
    ),
    "each way at an exporter of its own, and both ways at two that saw less": (
        lambda src: [
            halved("edge-1", src=src)[0],
            halved("edge-2", src=src)[1],
            *(spoke("10:00", gateway=f"edge-{n}", src=src, **counted(24 + n)) for n in (3, 4)),
        ],
        lambda src: halved("edge-1", src=src),
    ),
    "more packets of one, and more bytes of the other": (
        lambda src: [
            spoke("10:00", gateway="a-1", src=src, **counted(39) | {"bytes_in": 90_001}),
            spoke("10:00", gateway="b-1", src=src, **counted(40)),
        ],
        lambda src: [spoke("10:00", gateway="b-1", src=src, **counted(40))],
    ),
    "two that do not say what a record is": (
        lambda src: [
            spoke("10:00", gateway="a-1", src=src, record=None, **counted(40)),
            spoke("10:00", gateway="b-1", src=src, record=None, **counted(39)),
        ],
        lambda src: [spoke("10:00", gateway="a-1", src=src, record=None, **counted(40))],
    ),
    "bytes of one, and few sampled packets of the other": (
        lambda src: [
            spoke("10:00", gateway="a-1", src=src, sampling=1000, **counted(1)),
            spoke("10:00", gateway="b-1", src=src, packets_out=None, packets_in=None),
        ],
        lambda src: [spoke("10:00", gateway="b-1", src=src, packets_out=None, packets_in=None)],
    ),
}


def bytes_alone(gateway, src, size):
    told = {"bytes_out": size, "bytes_in": size, "packets_out": None, "packets_in": None}
    return spoke("10:00", gateway=gateway, src=src, **told)


def totals(gateway, src):
    told = {"connection_key": "K", "counters": "total", "gateway": gateway, "src": src}
    return [
        spoke("10:00", 0, record="open", **counted(1), **told),
        spoke("10:00", 300, record="interim", **counted(30), **told),
        spoke("10:00", 600, record="close", **counted(60), **told),
    ]


def parts(gateway, src):
    told = {"connection_key": "K", "counters": "since_last", "gateway": gateway, "src": src}
    return [
        spoke("10:00", 300, record="interim", **counted(30), **told),
        spoke("10:05", 300, record="close", **counted(30), **told),
    ]


@pytest.fixture(scope="module")
def night():
    """Each case's session by its name, and what one teller alone makes of it."""
    records = []
    for number, (several, single) in enumerate(TWICE.values()):
        records += several(address(10 + number)) + single(address(110 + number))
    sessions = judged(records, entries=LINE)
    assert len(sessions) == len({row["src_ip"] for row in sessions})
    found = {row["src_ip"]: row for row in sessions}
    return {
        name: (found.get(address(10 + number)), found[address(110 + number)])
        for number, name in enumerate(TWICE)
    }


@pytest.mark.parametrize("case", TWICE)
def test_a_conversation_that_several_told_counts_as_one_of_them_told_it(night, case):
    several, single = night[case]
    assert several, "no session came about"
    assert {name: several[name] for name in WEIGHED} == {name: single[name] for name in WEIGHED}
    assert (several["verdict"], single["tier"]) == ("unregistered", "likely")


@pytest.fixture(scope="module")
def lots():
    """The sessions of what is planted below, in order; each lot in a world of its own."""
    planted = {
        "looked at": LOOKED_AT,
        "probes": PROBES,
        "asked": ASKED,
        "labels": LABELS,
        "opening": OPENING,
        "hours": HOURS,
        "most": MOST,
        "alike": ALIKE,
    }
    return judged_apart({name: (rows, (), (), LINE) for name, rows in planted.items()})


LOOKED_AT = [spoke("10:00", gateway="edge-1"), spoke("10:01", gateway="edge-2", source="c" * 16)]


def test_what_several_told_stays_to_be_looked_at(lots):
    (session,) = lots["looked at"]
    assert session["gateway"] == "edge-1,edge-2"
    assert [told["source"][0] for told in session["sources"]] == ["a", "c"]


def probe(line, second=0, **more):
    return spoke(at("10:00") + second * SECOND, 30, src=address(line), **counted(2, 1) | more)


PROBES = [
    *(probe(10), probe(10, 1, gateway="edge-2")),  # two gateways
    *(probe(11), probe(11, 1, source="c" * 16)),  # two files of one
    *(probe(12, **PLAIN), probe(12, 1, **PLAIN)),  # two files of none
    *(probe(13), probe(13, 1, packets_in=2)),  # two records of one
]


def test_three_packets_told_twice_are_no_six_and_six_are(lots):
    (session,) = lots["probes"]
    assert session["src_ip"] == address(13)
    assert (session["packets_out"], session["packets_in"]) == (4, 3)


ASKED = [halved(gateway, src=address(10))[0] for gateway in ("edge-1", "edge-2")]


def test_a_question_that_two_tell_is_not_answered(lots):
    assert lots["asked"] == []


LABEL = {"app": "wireguard", "app_basis": "dpi"}
LABELS = [
    spoke("10:00", src=address(10), gateway="edge-1", **counted(400)),
    spoke("10:00", src=address(10), gateway="edge-2", **counted(4), **LABEL),
    spoke("10:00", src=address(11), dport=33333, gateway="edge-1", **counted(400)),
    spoke("10:00", src=address(11), dport=33333, gateway="edge-2", **counted(4), **LABEL),
    spoke("10:00", src=address(12), dport=33333, gateway="edge-1", **counted(400)),
]


def test_a_label_that_only_one_teller_knows_counts_whoever_saw_more(lots):
    found = {row["src_ip"]: row for row in lots["labels"]}
    groups = {src: {line["group"] for line in row["evidence"]} for src, row in found.items()}
    assert groups == {address(10): {"port", "label"}, address(11): {"label"}}
    assert [found[src]["packets_out"] for src in groups] == [400, 400]
    assert found[address(10)]["tier"] == "confirmed"


OPENING = [
    spoke("10:00", dport=33333, gateway="edge-1", **counted(400)),
    spoke("10:00", dport=33333, gateway="edge-2", **counted(4), first_out=148, first_in=92),
]


def test_an_opening_that_only_one_teller_knows_counts_whoever_saw_more(lots):
    (session,) = lots["opening"]
    assert [line["detection"] for line in session["evidence"]] == ["wireguard_opening"]
    assert (session["packets_out"], session["family"]) == (400, "wireguard")


HOURS = [
    spoke(hour, 60, gateway=gateway, **counted(40))
    for hour in ("10:00", "11:00")
    for gateway in "ab"
] + [spoke(when, 60, src=OTHER, gateway="a", **counted(40)) for when in ("10:00:30", "10:05")]


def test_conversations_of_one_five_tuple_an_hour_apart_stay_two(lots):
    assert [(row["src_ip"], row["connections"], row["packets_out"]) for row in lots["hours"]] == [
        (SUBSCRIBER, 1, 40),
        (OTHER, 2, 80),
        (SUBSCRIBER, 1, 40),
    ]


MOST = [
    spoke("10:00", 60, gateway="a", **counted(40)),
    spoke("10:00", 60, gateway="b", **counted(10)),
    spoke("10:20", 60, gateway="a", **counted(10)),
    spoke("10:20", 60, gateway="b", **counted(50)),
]


def test_each_conversation_has_the_teller_that_saw_most_of_it(lots):
    (session,) = lots["most"]
    assert (session["packets_out"], session["connections"]) == (90, 2)


ALIKE = [spoke("10:00", sport=sport, **counted(40)) for sport in (40000, 40001)] + [
    spoke("10:00", src=OTHER, sport=sport, gateway=gateway, **counted(40))
    for sport, gateway in ((40000, "a"), (40001, "b"))
]


def test_other_ends_are_other_conversations_however_alike_their_counters(lots):
    assert [row["connections"] for row in lots["alike"]] == [2, 2]
    assert [row["packets_out"] for row in lots["alike"]] == [80, 80]
