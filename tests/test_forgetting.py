"""What was read wrongly goes out again, at once and with all that it told, and may come in anew."""

from __future__ import annotations

import gzip

import pytest

from tests.parsing import detail
from tests.test_intake import KEY, visible
from tracker.errors import Faults, LakeError, UsageError
from tracker.forgetting import forget
from tracker.intake import ingest
from tracker.lake import Lake, create_lake
from tracker.logfile import Asked
from tracker.night import nightly
from tracker.settings import Settings

HEADER = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n"
HERE, THERE = "Europe/Vilnius", "Asia/Kathmandu"
TABLES = ("connection", "login", "reject", "session")
# What names a source or a run, and what is sealed under a source's name.
APART = ("source", "sources", "run_id", "recorded_on", "sealed")


def flow(hour, minute=0):
    """A tunnel's hour: two lines of a clock that tells no zone."""
    return "".join(
        f"2026-03-14 {hour:02}:{minute:02}:00.000,600,UDP,{ends},40,90000,1\n"
        for ends in ("192.0.2.1,40000,203.0.113.9,51820", "203.0.113.9,51820,192.0.2.1,40000")
    )


MORNING, NOON, EVENING = flow(9), flow(12), flow(18)
LOGIN = [
    "Acct-Status-Type = Start",
    'User-Name = "ona"',
    "Framed-IP-Address = 192.0.2.1",
    "Timestamp = 1773457200",
    "Acct-Session-Id = 1",
    "NAS-IP-Address = 198.51.100.1",
]


class Place:
    """A lake beside a folder of logs."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.lake = folder, create_lake(folder / "lake", KEY.check)

    def lay(self, name, *content):
        path = self.folder / name
        text = "".join(content)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return str(path)

    def bring(self, *paths, again=False, **asked):
        return ingest(self.lake, KEY, list(paths), Asked(**asked), Settings(), again=again)

    def night(self, *paths, **asked):
        return nightly(self.lake, KEY, list(paths), Asked(**asked), Settings()).judged.nights

    def forget(self, *names, **how):
        return forget(self.lake, Settings(), names, **how)

    def seen(self):
        """What a reader sees, without what names the source or the run."""
        return {name: sorted(map(_told, visible(self.lake, name))) for name in TABLES}

    def states(self):
        """How each source is now, in the order in which they came."""
        rows = sorted(visible(self.lake, "source"), key=lambda row: row["recorded_at"])
        return {row["source"]: row["state"] for row in rows}


def _told(row):
    return repr({key: value for key, value in row.items() if key not in APART})


def failing_from(monkeypatch, commits):
    """So many commits of whatever comes succeed, and no more."""
    append, left = Lake.append, [commits]

    def failing(self, *args, **how):
        if not left[0]:
            raise LakeError("the disk is full")
        left[0] -= 1
        append(self, *args, **how)

    monkeypatch.setattr(Lake, "append", failing)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "here")


@pytest.fixture
def right(tmp_path):
    """The lake of somebody who stated the right zone at once, after its night."""
    right = Place(tmp_path / "right")
    flows = right.lay("flows.csv", HEADER, MORNING, NOON, EVENING)
    logins = right.lay("radius.detail", detail(LOGIN))
    right.night(flows, logins, zone=HERE)
    assert right.seen()["session"]
    return right


def wrong(place):
    """The same logs with the zone of the flows stated wrongly, and the night judged so."""
    flows = place.lay("flows.csv", HEADER, MORNING, NOON, EVENING)
    place.bring(flows, zone=THERE)
    place.night(place.lay("radius.detail", detail(LOGIN)), zone=HERE)
    return flows


def test_forgotten_and_brought_in_rightly_it_is_as_if_it_had_never_been_read_wrongly(place, right):
    flows = wrong(place)
    assert place.seen() != right.seen()
    done = place.forget(flows)
    assert (done.sources.num_rows, done.rows()) == (1, {"connection": 6})
    assert len(done.judged.nights) == 1
    assert place.seen()["connection"] == place.seen()["session"] == []
    (again,) = place.bring(flows, zone=HERE)
    assert again.source not in done.named
    place.night()
    assert place.seen() == right.seen()


def test_read_again_rightly_it_is_as_if_it_had_never_been_read_wrongly(place, right):
    flows = wrong(place)
    (again,) = place.bring(flows, zone=HERE, again=True)
    assert (again.state, len(again.instead_of)) == ("done", 1)
    place.night()
    assert place.seen() == right.seen()


def test_the_run_is_remembered_with_its_counts(place):
    place.forget(wrong(place))
    (run,) = (row for row in visible(place.lake, "run") if row["command"] == "forget")
    counted = {one["name"]: one["count"] for one in run["counts"]}
    assert counted == {"connection": 6, "nights": 1, "sessions": 0, "sources": 1}
    assert run["nights"] == ["2026-03-14"]


def test_a_dry_run_tells_the_same_and_writes_nothing(place):
    flows, before = wrong(place), place.states()
    told = place.forget(flows, dry_run=True)
    assert place.states() == before
    done = place.forget(flows)
    assert (told.sources, told.judged.nights) == (done.sources, done.judged.nights)


@pytest.mark.parametrize("command", ["forget", "nightly"])
def test_killed_before_its_nights_are_judged_they_are_judged_by_whoever_runs_next(
    place, monkeypatch, command
):
    flows = wrong(place)
    failing_from(monkeypatch, 1)  # the sources are forgotten; judging is not remembered
    with monkeypatch.context() as also:
        also.setattr(Lake, "replace", lambda *_: pytest.fail("not reached")) if False else None
        with pytest.raises(LakeError):
            place.forget(flows)
    monkeypatch.undo()
    assert [*place.states().values()].count("forgotten") == 1
    nights = place.forget(flows).judged.nights if command == "forget" else place.night()
    assert len(nights) == 1
    assert place.seen()["session"] == []


def test_forgetting_is_seen_at_once_or_not_at_all(place, monkeypatch):
    first, second = (place.lay(f"{n}.csv", HEADER, flow(n)) for n in (9, 12))
    place.night(first, second, zone=HERE)
    before = place.seen()
    failing_from(monkeypatch, 0)
    with pytest.raises(LakeError):
        place.forget(first, second)
    monkeypatch.undo()
    assert place.seen() == before
    place.forget(first, second)
    assert place.seen()["connection"] == place.seen()["session"] == []


def grown(place, *ends, zone=THERE):
    """A log that came in as it grew."""
    parts = (HEADER, MORNING, NOON, EVENING)
    return [place.bring(place.lay("a.csv", *parts[:end]), zone=zone)[0].source for end in ends]


def test_what_has_grown_from_a_source_goes_with_it_and_the_file_comes_back_whole(place, right):
    first, second, third = grown(place, 2, 3, 4)
    done = place.forget(first[:6])
    assert {row["source"] for row in done.sources.to_pylist()} == {first, second, third}
    assert done.named == {first}
    (again,) = place.bring(place.lay("a.csv", HEADER, MORNING, NOON, EVENING), zone=HERE)
    assert (again.lines, again.lines_before) == (7, 0)
    assert place.seen()["connection"] == right.seen()["connection"]


def test_the_tail_of_a_log_goes_alone_and_comes_back_alone(place):
    first, second = grown(place, 2, 4)
    before = place.seen()
    place.forget(second)
    assert place.states() == {first: "done", second: "forgotten"}
    (again,) = place.bring(str(place.folder / "a.csv"), zone=THERE)
    assert (again.lines, again.lines_before) == (4, 3)
    assert again.source not in (first, second)
    assert place.seen() == before


def test_a_log_that_grew_in_steps_is_read_again_whole(place, right):
    sources = grown(place, 2, 3, 4)
    (again,) = place.bring(str(place.folder / "a.csv"), zone=HERE, again=True)
    assert sorted(again.instead_of) == sorted(sources)
    assert place.seen()["connection"] == right.seen()["connection"]


def test_a_copy_of_how_a_log_began_is_known_after_it_was_read_again(place):
    """Somebody may have left it in the inbox; what grew from it holds no line of it either."""
    grown(place, 2, 3)
    (again,) = place.bring(str(place.folder / "a.csv"), zone=HERE, again=True)
    (known,) = place.bring(place.lay("old.csv", HEADER, MORNING), zone=HERE)
    assert (known.state, known.source) == ("known", again.source)
    (other,) = place.bring(place.lay("other.csv", HEADER, MORNING, EVENING), zone=HERE)
    assert (other.lines, other.lines_before) == (2, 3)
    done = place.forget(again.source)
    assert {row["source"] for row in done.sources.to_pylist()} == {again.source, other.source}
    assert place.seen()["connection"] == []


def test_of_two_copies_in_a_folder_one_is_read_again(place):
    paths = [place.lay(name, HEADER, MORNING) for name in ("a.csv", "b.csv.gz")]
    place.bring(*paths, zone=THERE)
    taken = place.bring(*paths, zone=HERE, again=True)
    assert [one.state for one in taken] == ["done", "known"]
    assert len(place.seen()["connection"]) == 2


def test_what_is_read_again_is_what_the_gateway_handed_over_that_is_stated(place):
    flows = place.lay("a.csv", HEADER, MORNING)
    (one,) = place.bring(flows, zone=THERE, gateway="border-1")
    (other,) = place.bring(flows, zone=THERE, gateway="border-2")
    (again,) = place.bring(flows, zone=HERE, gateway="border-2", again=True)
    assert again.instead_of == (other.source,)
    assert place.states()[one.source] == "done"


@pytest.mark.parametrize("kept", range(4))
def test_reading_again_that_was_killed_is_run_again_and_no_moment_shows_both_or_neither(
    place, right, monkeypatch, kept
):
    grown(place, 2, 4)
    before, flows = place.seen(), str(place.folder / "a.csv")
    for zone in ("UTC", HERE):
        failing_from(monkeypatch, kept if kept < 2 else 1)
        with pytest.raises(LakeError):
            place.bring(flows, zone=zone, again=True)
        monkeypatch.undo()
        assert place.seen() == before
    (known,) = place.bring(flows, zone=HERE)
    assert known.state == "known"
    place.bring(flows, zone=HERE, again=True)
    assert place.seen()["connection"] == right.seen()["connection"]
    assert "begun" not in place.states().values()


def test_however_often_it_is_forgotten_it_comes_back(place):
    flows = place.lay("a.csv", HEADER, MORNING)
    sources = []
    for _ in range(3):
        (taken,) = place.bring(flows, zone=HERE)
        sources.append(taken.source)
        assert len(place.seen()["connection"]) == 2
        place.forget(taken.source)
    assert len(set(sources)) == 3
    assert place.seen()["connection"] == []


def test_what_was_begun_and_not_finished_may_be_forgotten(place, monkeypatch):
    flows = place.lay("a.csv", HEADER, MORNING)
    failing_from(monkeypatch, 2)
    with pytest.raises(LakeError):
        place.bring(flows, zone=THERE)
    monkeypatch.undo()
    done = place.forget(flows)
    assert (done.rows(), done.judged.nights) == ({}, ())
    assert [*place.states().values()] == ["forgotten"]
    (taken,) = place.bring(flows, zone=THERE)
    assert (taken.state, len(place.seen()["connection"])) == ("done", 2)


def test_a_name_that_means_no_source_or_several_is_refused_and_all_of_them_are_told(place):
    (first,), (second,) = (
        place.bring(place.lay(f"{n}.csv", HEADER, flow(n)), zone=HERE) for n in (9, 12)
    )
    with pytest.raises(UsageError, match="no source ''; expected the id of a source"):
        place.forget("")
    with pytest.raises(Faults, match="(?s)no source 'nowhere.csv'.*no source 'x'"):
        place.forget(first.source, "nowhere.csv", "x")
    common = [n for n in range(16) if first.source[:n] == second.source[:n]][-1]
    if common:
        with pytest.raises(UsageError, match="begins"):
            place.forget(first.source[:common])
    assert set(place.states().values()) == {"done"}


def test_nobody_forgets_while_another_judges(place):
    flows = wrong(place)
    with place.lake.lock("judge"), pytest.raises(LakeError, match="in use by judge"):
        place.forget(flows)
    with place.lake.lock("judge"), pytest.raises(LakeError, match="in use by judge"):
        place.bring(flows, zone=HERE, again=True)
    assert "forgotten" not in place.states().values()


def test_nights_without_any_connection_left_lose_their_sessions(place):
    """Also such as lie between the first record and the last, where a log tells of many nights."""
    far = "".join(flow(9).replace("03-14", f"03-{day}") for day in (10, 14, 18))
    first = place.lay("a.csv", HEADER, far)
    other = place.lay("b.csv", HEADER, flow(9).replace("03-14", "03-25"))
    assert [one.day for one in place.night(first, other, zone=HERE)] == [10, 14, 18, 25]
    assert [one.day for one in place.forget(first).judged.nights] == [10, 14, 18]
    assert len(place.seen()["session"]) == 1
