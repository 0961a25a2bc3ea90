"""What was read wrongly goes out again, at once and with all that it told, and may come in anew."""

from __future__ import annotations

import gzip
import shutil

import pytest

from tests.failing import failing_from
from tests.parsing import detail
from tests.test_intake import KEY, visible
from tracker import forgetting
from tracker.errors import Faults, LakeError, UsageError
from tracker.forgetting import forget
from tracker.intake import ingest
from tracker.lake import create_lake, open_lake
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

    def __init__(self, folder, like=None):
        self.folder = folder
        if like is None:
            folder.mkdir()
            self.lake = create_lake(folder / "lake", KEY.check)
        else:
            shutil.copytree(like.folder, folder)
            self.lake = open_lake(folder / "lake")

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


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "here")


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """What somebody sees after his night who stated the right zone at once."""
    return judged(tmp_path_factory.mktemp("right") / "right", HERE).seen()


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory):
    return judged(tmp_path_factory.mktemp("wrong") / "wrong", THERE)


@pytest.fixture
def wrong(tmp_path, mistaken):
    """The same logs with the zone of the flows stated wrongly, and the night judged so."""
    return Place(tmp_path / "wrong", like=mistaken)


def judged(folder, zone):
    place = Place(folder)
    place.bring(place.lay("flows.csv", HEADER, MORNING, NOON, EVENING), zone=zone)
    place.night(place.lay("radius.detail", detail(LOGIN)), zone=HERE)
    assert len(place.seen()["session"]) == 3
    return place


def flows_of(place):
    """The source that the flows came in as."""
    rows = visible(place.lake, "source")
    (source,) = {row["source"] for row in rows if row["format"] == "nfdump-csv"}
    return source


def test_forgotten_and_brought_in_rightly_it_is_as_if_it_had_never_been_read_wrongly(wrong, right):
    source, before = flows_of(wrong), wrong.states()
    told = wrong.forget(source, dry_run=True)
    assert wrong.states() == before  # a dry run writes nothing
    done = wrong.forget(source)
    assert (told.sources, told.judged.nights) == (done.sources, done.judged.nights)
    assert wrong.seen()["connection"] == wrong.seen()["session"] == []
    (run,) = (row for row in visible(wrong.lake, "run") if row["command"] == "forget")
    counted = {one["name"]: one["count"] for one in run["counts"]}
    assert counted == {"connection": 6, "nights": 1, "sessions": 0, "sources": 1}
    assert run["nights"] == ["2026-03-14"]
    (again,) = wrong.bring(str(wrong.folder / "flows.csv"), zone=HERE)
    assert again.source != source
    wrong.night()
    assert wrong.seen() == right


def test_read_again_rightly_it_is_as_if_it_had_never_been_read_wrongly(wrong, right):
    (again,) = wrong.bring(str(wrong.folder / "flows.csv"), zone=HERE, again=True)
    assert (again.state, len(again.instead_of)) == ("done", 1)
    wrong.night()
    assert wrong.seen() == right


@pytest.mark.parametrize("command", ["forget", "nightly"])
def test_killed_before_its_nights_are_judged_they_are_judged_by_whoever_runs_next(
    wrong, monkeypatch, command
):
    source = flows_of(wrong)
    monkeypatch.setattr(forgetting, "judge_chosen", killed)
    with pytest.raises(KeyboardInterrupt):
        wrong.forget(source)
    monkeypatch.undo()
    assert wrong.states()[source] == "forgotten"
    assert wrong.seen()["session"]
    nights = wrong.forget(source).judged.nights if command == "forget" else wrong.night()
    assert [str(night) for night in nights] == ["2026-03-14"]
    assert wrong.seen()["session"] == []


def killed(*_, **__):
    raise KeyboardInterrupt


def test_forgetting_is_seen_at_once_or_not_at_all(place, monkeypatch):
    first, second = (place.lay(f"{n}.csv", HEADER, flow(n)) for n in (9, 12))
    place.bring(first, second, zone=HERE)
    before = place.seen()
    for commits, seen in ((0, before["connection"]), (1, [])):
        failing_from(monkeypatch, commits)
        with pytest.raises(LakeError):
            place.forget(first, second)
        monkeypatch.undo()
        assert place.seen()["connection"] == seen


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
    assert place.seen()["connection"] == right["connection"]


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
    assert place.seen()["connection"] == right["connection"]


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


@pytest.mark.parametrize("kept", [1, 2])
def test_reading_again_that_was_killed_is_run_again_and_no_moment_shows_both_or_neither(
    place, right, monkeypatch, kept
):
    grown(place, 2, 4)
    before, flows = place.seen(), str(place.folder / "a.csv")
    for zone in ("UTC", HERE):
        failing_from(monkeypatch, kept)
        with pytest.raises(LakeError):
            place.bring(flows, zone=zone, again=True)
        monkeypatch.undo()
        assert place.seen() == before
    (known,) = place.bring(flows, zone=HERE)
    assert known.state == "known"
    place.bring(flows, zone=HERE, again=True)
    assert place.seen()["connection"] == right["connection"]
    assert "begun" not in place.states().values()


def test_however_often_it_is_forgotten_it_comes_back(place):
    flows = place.lay("a.csv", HEADER, MORNING)
    sources = []
    for _ in range(2):
        (taken,) = place.bring(flows, zone=HERE)
        sources.append(taken.source)
        assert len(place.seen()["connection"]) == 2
        place.forget(taken.source)
    assert len(set(sources)) == 2
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
    with pytest.raises(Faults, match=r"(?s)no source 'nowhere.csv'.*no source 'x'"):
        place.forget(first.source, "nowhere.csv", "x")
    common = [n for n in range(16) if first.source[:n] == second.source[:n]][-1]
    if common:
        with pytest.raises(UsageError, match="begins"):
            place.forget(first.source[:common])
    assert set(place.states().values()) == {"done"}


def test_nobody_forgets_while_another_judges(place):
    flows = place.lay("a.csv", HEADER, MORNING)
    place.bring(flows, zone=THERE)
    with place.lake.lock("judge"), pytest.raises(LakeError, match="in use by judge"):
        place.forget(flows)
    with place.lake.lock("judge"), pytest.raises(LakeError, match="in use by judge"):
        place.bring(flows, zone=HERE, again=True)
    assert "forgotten" not in place.states().values()
