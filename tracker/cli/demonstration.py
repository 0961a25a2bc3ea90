"""`tracker demo`: the shipped night, from raw logs to flagged sessions and one explanation."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tracker.attribute.pseudonyms import make_key
from tracker.cli.counted import tell_judged, tell_taken
from tracker.cli.options import Output
from tracker.cli.show import print_text, say, show
from tracker.folding import Folding
from tracker.judge.rules import read_rules
from tracker.lake import create_lake
from tracker.logfile import Asked
from tracker.night import nightly
from tracker.registry.importing import import_list, import_register
from tracker.report.explain import explain
from tracker.report.sessions import Wanted, brief, flagged
from tracker.report.story import story
from tracker.settings import zone_info
from tracker.settings_file import read_settings
from tracker.shipped import samples

_TABLE = Output("table")


def demonstrate() -> None:
    """Takes the demo night through every stage in a lake that goes when it has been shown."""
    night = samples() / "demo"
    settings = read_settings(night / "tracker.toml")
    zone = settings.night_zone
    with tempfile.TemporaryDirectory(prefix="tracker-demo-") as folder:
        key = make_key(Path(folder) / "lake.key")
        lake = create_lake(Path(folder) / "lake", key.check, Folding.of(settings))
        now = datetime.now(UTC)
        for path in sorted((night / "lists").glob("*.csv")):
            listed = import_list(lake, path, path.stem, settings, now=now)
            say(f"list {path.stem}: {listed.counts['added']} networks")
        terms = import_register(lake, night / "register.csv", settings, key, now=now)
        say(f"register: {terms.counts['added']} terms")
        done = nightly(lake, key, [str(night / "logs")], Asked(zone=zone), settings)
        tell_taken(done.taken, settings.max_rejects)
        tell_judged(done.judged)
        found = flagged(lake, Wanted())
        show(brief(found.rows), _TABLE, zone=zone)
        first = found.rows["session_id"][0].as_py()
        told = explain(lake, first, settings).to_pylist()[0]
        tale = story(told, zone_info(zone), read_rules(settings).titles)
        print_text(f"\n$ tracker explain {first}\n\n{tale}", _TABLE)
