"""Cases of an own detection: what a failure says, and what is wrong with a file of cases."""

import pytest

from tracker.engine.duckdb import DuckDB
from tracker.errors import Faults
from tracker.judge.cases import read_cases, run_cases
from tracker.judge.detections import read_detections

HEAD = "-- title: t\n-- group: port\n-- weight: 2.5\n-- innocent when: never\n"
QUERY = "select session, $weight as weight, 'port ' || cast(port as varchar) as saw, '' as guards from seen"
FIRES = '[[case]]\nname = "own"\nseen = [{ port = 7 }]\nfires = true\n'
MISS = '[[case]]\nname = "other"\nseen = [{ port = 8 }]\nfires = false\n'


def lay(folder, cases, query=f"{QUERY} where port = 7"):
    (folder / "seven.sql").write_text(HEAD + query)
    (folder / "seven.toml").write_text(cases)
    return read_detections([folder])


def failures(folder, cases, **more):
    """(case, expected, found) of all that failed."""
    detections = lay(folder, cases, **more)
    with DuckDB() as engine:
        found = run_cases(engine, detections, read_cases(detections))
    assert {one.detection for one in found} <= {"seven"}
    return [(one.case, one.expected, one.found) for one in found]


def test_a_detection_that_does_as_its_cases_say_has_no_failure(tmp_path):
    cases = FIRES + 'weight = 2.5\nsaw = "port 7"\n' + MISS
    assert failures(tmp_path, cases) == failures(tmp_path, "\ufeff" + cases) == []


@pytest.mark.parametrize(
    ("cases", "failure"),
    [
        (FIRES.replace("7", "9") + MISS, ("own", "fires", "does not fire")),
        (
            FIRES + MISS.replace("8", "7"),
            ("other", "does not fire", "fires, with +2.5, saw 'port 7'"),
        ),
        (
            FIRES + "weight = 3\n" + MISS,
            ("own", "fires, with +3.0", "fires, with +2.5, saw 'port 7'"),
        ),
        (FIRES + 'saw = "7"\n' + MISS, ("own", "fires, saw '7'", "fires, with +2.5, saw 'port 7'")),
        (FIRES, ("none", "a near miss", "none")),
        (MISS, ("none", "a case that fires", "none")),
    ],
)
def test_a_failure_says_what_was_expected_and_what_was_found(cases, failure, tmp_path):
    assert failures(tmp_path, cases) == [failure]


def test_a_row_is_told_again_with_what_it_adds(tmp_path):
    query = "select session, $weight as weight, cast(sum(port) as varchar) || ' of '"
    query += " || cast(count(*) as varchar) as saw, '' as guards from seen group by session"
    again = FIRES.replace("port = 7", "port = 7, again = { times = 2, port = 10 }")
    nothing = '[[case]]\nname = "nothing"\nfires = false\n'
    assert failures(tmp_path, again + 'saw = "51 of 3"\n' + nothing, query=query) == []


def test_a_detection_without_cases_lacks_both(tmp_path):
    assert [found[1] for found in failures(tmp_path, "")] == ["a case that fires", "a near miss"]


def test_a_detection_that_fires_twice_on_one_session_fails(tmp_path):
    """Evidence of one detection counts once; a penalty told twice would count twice."""
    twice = FIRES.replace("{ port = 7 }", "{ port = 7 }, { port = 7, protocol = 6 }")
    ((_, expected, found),) = failures(tmp_path, twice + MISS)
    assert expected == "fires"
    assert found.count("fires") == 2


def test_only_the_detection_a_case_belongs_to_is_asked(tmp_path):
    (tmp_path / "any.sql").write_text(HEAD + QUERY)
    (tmp_path / "any.toml").write_text(FIRES + '[[case]]\nname = "nothing"\nfires = false\n')
    lay(tmp_path, FIRES + MISS)
    detections = read_detections([tmp_path])
    with DuckDB() as engine:
        assert run_cases(engine, detections, read_cases(detections)) == []


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        ("[[case]", "cannot be read"),
        ("case = 5", "case = 5; expected [[case]] sections alone"),
        ("note = 1\n" + FIRES, "note; expected [[case]] sections alone"),
        ('[[case]]\nname = "a"\n', "case 1 (a) has no fires; expected true or false"),
        ("[[case]]\nfires = true\n", "case 1 has no name; expected a text"),
        (FIRES + FIRES, "'own' is said twice"),
        (
            FIRES + "logins = []\n",
            "case 1 (own): no relation 'logins'; expected one of name, fires",
        ),
        (FIRES + "listed = [1]\n", "case 1 (own): listed = [1]; expected a list of rows"),
        (FIRES + "saw = 1\n", "case 1 (own): saw = 1; expected a text"),
        (FIRES + "weight = true\n", "case 1 (own): weight = True; expected a number"),
        (FIRES.replace("true", '"yes"'), "case 1 (own): fires = 'yes'; expected true or false"),
        (FIRES.replace("port", "prot"), "case 1 (own): seen has no column 'prot'; expected one of"),
        (FIRES.replace("port", "session"), "case 1 (own): seen has no column 'session'"),
        (FIRES.replace("7", "'7'"), "case 1 (own): seen port = '7'; expected a value of type int"),
        (FIRES.replace("7", "7.0"), "case 1 (own): seen port = 7.0; expected a value of type int"),
        (
            FIRES.replace("7", "true"),
            "case 1 (own): seen port = True; expected a value of type int",
        ),
        (FIRES.replace("7", "2147483648"), "expected a value of type int"),
        *(
            (FIRES.replace("7", f"7, again = {again}"), "expected times, and what to add to")
            for again in ("2", "{}", "{ times = 0 }", "{ times = true }", "{ times = 1001 }")
        ),
        *(
            (FIRES.replace("7", f"7, again = {{ times = 1, {step} }}"), "expected times, and")
            for step in ("port = 1.5", "protocol = 1", "prot = 1")
        ),
        (FIRES + "listed = [{ cidr = 5 }]\n", "listed cidr = 5; expected a value of type text"),
    ],
)
def test_a_fault_of_a_file_of_cases_names_file_and_case(cases, message, tmp_path):
    with pytest.raises(Faults) as told:
        read_cases(lay(tmp_path, cases))
    (fault,) = told.value.faults
    assert str(fault).startswith(f"{tmp_path / 'seven.toml'}: ")
    assert message in str(fault)


def test_all_faults_of_all_files_of_cases_are_told_at_once(tmp_path):
    (tmp_path / "any.sql").write_text(HEAD + QUERY)
    (tmp_path / "any.toml").write_text(FIRES.replace("port", "prot").replace("name", "nmae"))
    lay(tmp_path, "[[case]")
    with pytest.raises(Faults) as told:
        read_cases(read_detections([tmp_path]))
    assert len(told.value.faults) == 4
