"""Each page in this folder is a behaviour: what is run, what goes in, what comes out.

about = "one sentence"
[files]                       # laid into an empty folder; "+file" copies one from the checkout,
                              # "/" makes a folder
"register.csv" = "..."
[[step]]
run = "tracker status --lake here"
exit = 0                      # 0 if not said
output = '''...'''            # the whole of stdout, or
has = ["..."]                 # parts of stdout, or
fields = [{ part = "..." }]   # of each jsonl line the keys a page is about
said = ["..."]                # parts of stderr
"""

from __future__ import annotations

import json
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tracker.__main__ import run

ROOT = Path(__file__).parents[2]
PAGES = {path.stem: path for path in sorted(Path(__file__).parent.glob("*.toml"))}


@pytest.mark.parametrize("name", PAGES)
def test_a_command_does_what_its_page_says(name, tmp_path, monkeypatch, capfd):
    page = tomllib.loads(PAGES[name].read_text())
    monkeypatch.chdir(tmp_path)
    for target, content in page.get("files", {}).items():
        _lay(tmp_path / target, content)
    for step in page["step"]:
        program, *args = shlex.split(step["run"])
        assert program == "tracker"
        code = run(args)
        _compare(step, code, *capfd.readouterr())


def _lay(target: Path, content: str) -> None:
    if content == "/":
        target.mkdir(parents=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if content.startswith("+"):
        shutil.copy(ROOT / content.removeprefix("+"), target)
    else:
        target.write_bytes(content.encode())


def _compare(step: dict[str, Any], code: int, out: str, err: str) -> None:
    told = f"{step['run']}\n{out}\n{err}"
    assert code == step.get("exit", 0), told
    assert step.get("output", out) == out
    for part in step.get("has", []):
        assert part in out, told
    for part in step.get("said", []):
        assert part in err, told
    if "fields" in step:
        found = [json.loads(line) for line in out.splitlines()]
        keys = [set(expected) for expected in step["fields"]]
        assert len(found) == len(keys), told
        shown = [{key: row[key] for key in keys[n]} for n, row in enumerate(found)]
        assert shown == step["fields"]
