"""What an operator sets of the rules, what he adds to them, and what is refused before a night is judged."""

from dataclasses import replace

import pytest

from tests.planting.rows import judged, one, spoke
from tracker.engine.duckdb import DuckDB
from tracker.errors import Faults, SettingsError
from tracker.judge.detections import FOLDER, detect, is_own
from tracker.judge.relations import relations, show_relations
from tracker.judge.rules import read_rules, read_steps
from tracker.settings import Settings

# 40 packets out and 50 in, to WireGuard's own port and of no length that says anything.
RECORDS = [spoke("10:00", bytes_out=20_001, bytes_in=30_001)]
OWN = """\
-- title: a port of the house
-- group: label
-- weight: 2
-- param from_port = 1000: below it nothing of ours listens
-- innocent when: never
select session, $weight as weight, 'own' as saw, '' as guards from seen where port >= $from_port
"""
PARTS = OWN.splitlines()


def set_to(**judge):
    return Settings(judge=judge)


def own(folder, name="front_door", text=OWN):
    (folder / f"{name}.sql").write_text(text)
    return Settings(detections=str(folder))


def refused(settings):
    """All that is told of what cannot be used."""
    with pytest.raises(Faults) as told:
        read_rules(settings)
    assert told.value.exit_code == SettingsError.exit_code
    return [str(fault) for fault in told.value.faults]


# One session at the own port of each; 40 packets out and 50 in of each, too.
PORTS = {"wireguard_port": 51820, "openvpn_port": 1194, "mesh_port": 41641, "l2tp_port": 1701}
AT_PORTS = [
    spoke("10:00", dst=f"203.0.113.{n}", dport=port, bytes_out=20_001, bytes_in=30_001)
    for n, port in enumerate(PORTS.values(), start=1)
]


@pytest.mark.parametrize(
    ("judge", "expected"),
    [
        ({}, dict.fromkeys(PORTS, 1.0)),
        (
            {
                "wireguard_port": {"weight": 9},
                "openvpn_port": {"weight": 8.5},
                "mesh_port": {"min_packets": 90},
                "l2tp_port": {"min_packets": 91},
            },
            {"wireguard_port": 2.0, "openvpn_port": 1.5, "mesh_port": 1.0},
        ),
        (
            {
                "wireguard_port": {"disabled": True},
                "openvpn_port": {"disabled": False},
                "scored": {"prior": -60},
            },
            {"openvpn_port": 2.0, "mesh_port": 2.0, "l2tp_port": 2.0},
        ),
    ],
)
def test_a_setting_goes_before_the_number_of_a_header(judge, expected):
    rows = judged(AT_PORTS, settings=set_to(**judge))
    scores = {row["remote_port"]: row["score"] for row in rows}
    assert scores == {PORTS[name]: score for name, score in expected.items()}


def test_a_setting_of_one_step_is_none_of_another_with_a_number_of_that_name():
    """`min_bytes` of the score is for the score; each detection has its own."""
    short = [spoke("10:00", 1, bytes_out=1501, bytes_in=1501, packets_out=None, packets_in=None)]
    settings = set_to(scored={"min_bytes": 1_000_000})
    assert [row["tier"] for row in judged(short, settings=settings)] == ["likely"]


def test_a_whole_number_stands_for_one_that_need_not_be():
    rules = read_rules(set_to(listed_endpoint={"prefix": 4}))
    (found,) = [one for one in rules.detections if one.name == "listed_endpoint"]
    assert repr(found.statement.values()["prefix"]) == "4.0"


FAULTS = {
    "an unknown name": ({"wiregard_port": {"weight": 8}}, "'wiregard_port'; expected one of"),
    "a step that has no numbers": ({"verdict": {"x": 8}}, "'verdict'; expected one of"),
    "an unknown number": (
        {"wireguard_port": {"max_packets": 8}},
        "[judge.wireguard_port]: unknown setting 'max_packets'; expected one of disabled, weight, min_",
    ),
    "a step's weight": ({"scored": {"weight": 8}}, "[judge.scored]: unknown setting 'weight'"),
    "a step switched off": ({"scored": {"disabled": True}}, "unknown setting 'disabled'"),
    "a text for a number": ({"scored": {"prior": "-60"}}, "prior = '-60'; expected a whole number"),
    "a part for a whole": ({"scored": {"prior": -60.0}}, "prior = -60.0; expected a whole number"),
    "a truth for a number": ({"pptp": {"weight": True}}, "weight = True; expected a number"),
    "a number for a text": ({"listed_endpoint": {"fronts": 5}}, "fronts = 5; expected a text"),
    "a number for a truth": ({"pptp": {"disabled": 1}}, "disabled = 1; expected true or false"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_setting_that_no_rule_can_take_is_refused(name):
    judge, message = FAULTS[name]
    (told,) = refused(set_to(**judge))
    assert message in told


@pytest.fixture(scope="module")
def own_night(tmp_path_factory):
    """The one session of a night in which many own detections have their say."""
    folder = tmp_path_factory.mktemp("own")
    for name in ("front_door", "heavier", "higher"):
        own(folder, name)
    own(folder, "verdict")  # the name of a step that has no numbers
    own(folder, "marked", "\ufeff" + OWN)
    own(folder, "weightless", OWN.replace("$weight", "cast(null as double)"))
    text = OWN.replace("'own'", "cast(null as varchar)").replace("''", "cast(null as varchar)")
    settings = own(folder, "wordless", text)
    judge = {"heavier": {"weight": 3}, "higher": {"from_port": 60000}}
    return one(RECORDS, settings=replace(settings, judge=judge))


def said_by(name, session):
    """Weight, words and guards of what a detection has to say of a session."""
    return [
        (told["weight"], told["saw"], told["guards"])
        for told in session["evidence"]
        if told["detection"] == name
    ]


def test_an_own_detection_has_its_say(own_night):
    assert said_by("front_door", own_night) == [(2.0, "own", "")]


def test_the_numbers_of_an_own_detection_can_be_set(own_night):
    assert said_by("heavier", own_night) == [(3.0, "own", "")]
    assert said_by("higher", own_night) == []


def test_what_an_own_detection_says_counts_like_any_other(own_night):
    assert own_night["score"] == 8 + 3 - 7  # the port, the heaviest label, the prior
    (port,) = said_by("wireguard_port", own_night)
    assert port[0] == 8.0


def test_an_own_detection_goes_before_a_shipped_one_of_its_name(tmp_path):
    settings = own(tmp_path, "wireguard_port")
    assert [found["saw"] for found in one(RECORDS, settings=own_and_row(settings))["evidence"]] == [
        "own"
    ]


def own_and_row(settings):
    """The same settings by which even a weak session makes a row."""
    return replace(settings, judge={"scored": {"possible": -70}})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select session from", "its query fails: Parser Error"),
        ("select session, 1 as weight, 'a' as saw, '' as guards from login", "login does not exist"),
        ("select session, 1 as weight, 'a' as saw, '' as guards from sen", "sen does not exist"),
        ("select session, $nothing as weight, 'a' as saw, '' as guards from seen", "nothing"),
        ("select '' as session, 1 as weight, content as saw, '' as guards from read_text('/etc/group')",
         "its query fails: Permission Error"),
        ("select session, 1 as weight, 'a' as saw from seen", "yields no column guards"),
        ("select session, 'much' as weight, 'a' as saw, '' as guards from seen",
         "the column weight is string; expected weight, a number"),
        ("select session, 1 as weight, port as saw, '' as guards from seen",
         "the column saw is int32; expected saw, text"),
        ("select 1; select 2", "its query is select, select"),
        ("create table kept as select 1", "its query is create"),
        ("", "its query is nothing"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_judge_is_refused_with_its_file(query, message, tmp_path):
    """It is run over the relations that a detection may read, and reaches nothing else."""
    (told,) = refused(own(tmp_path, text="\n".join([*PARTS[:5], query])))
    assert told.startswith(str(tmp_path / "front_door.sql"))
    assert message in told


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("test", "the name 'test'"),
        ("relations", "the name 'relations'"),
        ("House-Port", "the name 'House-Port'"),
        ("scored", "a step of judging is called scored"),
    ],
)
def test_a_name_that_means_something_else_is_refused(name, message, tmp_path):
    (told,) = refused(own(tmp_path, name))
    assert message in told


@pytest.mark.parametrize("weight", ["nan", "inf", "-inf", "1e300", "much"])
def test_a_weight_that_is_no_number_is_refused(weight, tmp_path):
    (told,) = refused(own(tmp_path, text=OWN.replace("weight: 2", f"weight: {weight}")))
    assert f"weight {weight!r}" in told


def test_a_file_that_begins_with_a_byte_order_mark_is_read(own_night):
    """Editors of some systems write one."""
    assert said_by("marked", own_night) == [(2.0, "own", "")]


@pytest.mark.parametrize("name", ["weight", "disabled"])
def test_a_number_that_every_detection_has_cannot_be_stated_again(name, tmp_path):
    (told,) = refused(own(tmp_path, text=OWN.replace("from_port", name)))
    assert f"a param {name}" in told


def test_a_step_without_numbers_leaves_its_name_to_whoever_wants_it(own_night):
    """Else a step that a new version adds would stop the nights of an operator who had that name."""
    assert said_by("verdict", own_night) == [(2.0, "own", "")]


def test_a_folder_that_is_not_there_or_holds_no_detection_is_refused(tmp_path):
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(SettingsError, match=str(folder)):
            read_rules(Settings(detections=str(folder)))


def test_all_faults_of_headers_queries_and_settings_are_told_at_once(tmp_path):
    own(tmp_path, "a", OWN.replace("-- group: label\n", ""))
    own(tmp_path, "b", OWN.replace("from seen", "from nothing"))
    settings = replace(own(tmp_path, "c"), judge={"a": {"weight": 1}, "d": {}, "c": {"x": 1}})
    told = refused(settings)
    assert [message.partition(":")[0].rpartition("/")[2] for message in told] == [
        *("a.sql", "b.sql", "[judge.d]", "[judge.c]"),
    ]


def test_what_an_engine_has_against_rows_is_a_fault_of_the_detection_too(tmp_path):
    """A query may run over no rows and fail on the first that is unlike what it thought."""
    text = OWN.replace("'own' as saw", "cast(cast(family as integer) as varchar) as saw")
    with pytest.raises(SettingsError, match=r"front_door\.sql: its query fails: Conversion Error"):
        judged(RECORDS, settings=own(tmp_path, text=text))


@pytest.mark.parametrize(
    ("weight", "told"),
    [
        ("cast('inf' as double)", "inf"),
        ("cast('nan' as double)", "nan"),
        ("-1e300", r"-1e\+300"),
        ("port / 0", "inf"),
        ("cast(9223372036854775807 as bigint)", r"9\.223372036854776e\+18"),
    ],
)
def test_a_weight_of_a_row_that_cannot_be_summed_is_a_fault_of_the_detection(
    tmp_path, weight, told
):
    rules = read_rules(own(tmp_path, text=OWN.replace("$weight", weight)))
    with DuckDB() as engine:
        show_relations(engine, {"seen": [relations()["seen"].row("1", {"port": 51820})]})
        with pytest.raises(SettingsError, match=weighs(told)):
            detect(engine, filter(is_own, rules.detections))


def test_such_a_weight_stops_a_night(tmp_path):
    settings = own(tmp_path, text=OWN.replace("$weight", "port / 0"))
    with pytest.raises(SettingsError, match=weighs("inf")):
        judged(RECORDS, settings=settings)


def weighs(told):
    return rf"front_door\.sql: its query yields the weight {told};"


@pytest.mark.parametrize("session", ["'nobody'", "'999999'"])
def test_evidence_of_what_is_no_session_is_a_fault_of_the_detection(tmp_path, session):
    text = OWN.replace("select session", f"select {session} as session")
    with pytest.raises(SettingsError, match=rf"front_door\.sql: its query fires on {session}, wh"):
        judged(RECORDS, settings=own(tmp_path, text=text))


def test_evidence_told_twice_of_a_session_is_a_fault_of_the_detection(tmp_path):
    settings = own(tmp_path, text=OWN + " union all " + OWN[OWN.index("select") :])
    with pytest.raises(
        SettingsError, match=r"front_door\.sql: its query fires on '.*', in 2 rows;"
    ):
        judged(RECORDS, settings=settings)


def test_evidence_without_a_weight_is_none_and_without_words_says_nothing(own_night):
    assert said_by("weightless", own_night) == []
    assert said_by("wordless", own_night) == [(2.0, "", "")]


def test_a_digest_is_of_the_sql_and_the_numbers_in_force_and_of_nothing_else(tmp_path):
    plain = read_rules().digest()
    same = (
        set_to(wireguard_port={"weight": 8}),
        set_to(scored={"prior": -70}, pptp={"disabled": False}),
        Settings(guard_seconds=5),
    )
    other = (
        set_to(wireguard_port={"weight": 9}),
        set_to(wireguard_port={"min_packets": 7}),
        set_to(wireguard_port={"disabled": True}),
        set_to(scored={"prior": -71}),
        set_to(scanner={"min_servers": 11}),
        own(tmp_path),
    )
    assert {read_rules(one).digest() for one in same} == {plain}
    digests = {read_rules(one).digest() for one in other}
    assert len(digests | {plain}) == 1 + len(other)
    own(tmp_path, text=OWN.replace("of the house", "of this house"))
    assert read_rules(other[-1]).digest() in digests
    own(tmp_path, text=OWN.replace(">=", ">"))
    assert read_rules(other[-1]).digest() not in digests


def test_no_detection_is_called_like_a_step():
    """`[judge.NAME]` means one of them."""
    assert not {path.stem for path in FOLDER.glob("*.sql")} & {
        step.name for step in read_steps() if step.params
    }
