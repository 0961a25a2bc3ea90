"""What only asks begins without numpy."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.report.planted import rows, session
from tracker.lake import create_lake

ASK = """
import sys
from tracker.__main__ import run
code = run(sys.argv[1:])
print(code, "numpy" in sys.modules, "pyarrow" in sys.modules, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    made = create_lake(tmp_path_factory.mktemp("asked") / "lake", "check")
    made.append("session", rows("session", session("sure", "unregistered")))
    return made


@pytest.mark.parametrize(
    "words",
    [["sessions"], ["flagged"], ["explain", "sure"], ["reviews"], ["status"], ["sql", "select 1"]],
    ids=" ".join,
)
def test_a_question_is_answered_without_numpy(lake, words):
    told = [sys.executable, "-c", ASK, *words, "--lake", str(lake.path)]
    run = subprocess.run(told, capture_output=True, text=True, check=True)
    assert run.stderr.splitlines()[-1] == "0 False True"
