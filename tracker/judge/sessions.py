"""From records to judged sessions, in the steps that stand between the stages.

Each step is one .sql file and makes the relation of that name. `begin` goes as far as the ports
whose borrower is asked for, `chain` from somebody's answer, `behind`, to the moments whose holder is
asked for; `decide` goes on when somebody has made `attributed`, to the sessions by which somebody
tells `backed`, what each holder is known by; `judged_rows` are the sessions with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from tracker.engine.engine import Engine, keep_all
from tracker.engine.statement import read_statement
from tracker.judge.detections import Detection, detect, refuse_strays, stated_ports
from tracker.judge.relations import reads
from tracker.tables import table

FOLDER = Path(__file__).parent
_BEGIN = (
    *("vpn_port", "known_port", "vpn_label", "house_port", "relay_range", "opening", "network"),
    *("known_label", "talk", "listed_end", "glimpse", "service", "speaking", "usable"),
    *("candidate", "origin", "drawn", "settled", "stitched", "subscriber", "sided", "faced"),
    *("oriented", "retold", "once", "port_moment"),
)
_CHAIN = (
    *("homed", "scanner", "pair", "segment", "chained", "moment", "edition", "handed"),
    *("term", "bound", "placed", "declared"),
)
_SUM = (
    *("address", "parted", "member", "found", "fan", "seen", "listed", "labelled", "opened"),
    "told",
)
# What is asked of the sessions that something speaks for already.
_NEAR = ("around", "shared_end")
_DECIDE = (
    *("named", "scored", "claim", "standing", "answered", "decided", "pieced", "verdict"),
    *("matched", "evident", "traced", "asked_holder"),
)


def begin(
    engine: Engine, values: Mapping[str, object], detections: Iterable[Detection]
) -> list[str]:
    """Makes the records that may belong to tunnels, by subscriber, and the relation `port_moment`."""
    engine.register("stated_port", stated_ports(detections))
    return ["stated_port", *keep_all(engine, FOLDER, _BEGIN, values)]


def chain(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes the chains of the nights in `calendar` and the relation `moment`."""
    return keep_all(engine, FOLDER, _CHAIN, values)


def decide(
    engine: Engine, values: Mapping[str, object], detections: Iterable[Detection]
) -> list[str]:
    """Makes the sessions with their verdicts, from the chains and `attributed`, and `asked_holder` of them."""
    made = keep_all(engine, FOLDER, _SUM, values)
    early: list[Detection] = []
    late: list[Detection] = []
    for detection in detections:
        (late if set(reads(detection)) & set(_NEAR) else early).append(detection)
    made += detect(engine, early)
    refuse_strays(engine, early)
    if late:
        made += keep_all(engine, FOLDER, _NEAR, values)
        made += detect(engine, late, is_more=True)
        refuse_strays(engine, late)
    return made + keep_all(engine, FOLDER, _DECIDE, values)


def judged_rows(engine: Engine, values: Mapping[str, object]) -> pa.Table:
    """The rows of `session`, as the table keeps them: by night, then in its order; `backed` was made before."""
    from tracker.judge.ids import session_ids  # start-up time: who asks makes no ids

    rows = engine.rows(read_statement(FOLDER / "judgement.sql"), values)
    place = rows.schema.get_field_index("digest")
    ids = session_ids(rows["digest"].combine_chunks())
    order = [(name, "ascending") for name in ("night", *table("session").order)]
    return rows.set_column(place, "session_id", ids).sort_by(order)
