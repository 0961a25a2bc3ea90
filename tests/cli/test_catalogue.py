"""Which folder of detections is meant: a flag goes before the environment, that before tracker.toml."""

import json

import pytest

from tracker.__main__ import run

TEXT = """\
-- title: {title}
-- group: port
-- weight: 1
-- innocent when: never
select session, $weight as weight, '' as saw, '' as guards from seen
"""


@pytest.fixture
def title(tmp_path, monkeypatch, capfd):
    """The title of the one detection that three folders name, as a command line finds it."""
    for folder in ("settings", "environment", "flag"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "house.sql").write_text(TEXT.format(title=folder))
    monkeypatch.chdir(tmp_path)

    def ask(*args):
        assert run(["detections", "-o", "jsonl", *args]) == 0
        rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
        return next((row["title"] for row in rows if row["detection"] == "house"), None)

    return ask


def test_without_a_word_there_are_only_the_shipped_detections(title):
    assert title() is None


@pytest.mark.parametrize(
    ("file", "environment", "flag", "found"),
    [
        (True, False, False, "settings"),
        (True, True, False, "environment"),
        (False, True, False, "environment"),
        (True, True, True, "flag"),
        (False, False, True, "flag"),
    ],
)
def test_a_flag_goes_before_the_environment_and_that_before_the_settings(
    file, environment, flag, found, title, tmp_path, monkeypatch
):
    if file:
        (tmp_path / "tracker.toml").write_text('detections = "settings"')
    if environment:
        monkeypatch.setenv("TRACKER_DETECTIONS", "environment")
    assert title(*(["--detections", "flag"] if flag else [])) == found
