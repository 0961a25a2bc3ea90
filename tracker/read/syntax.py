"""How lines become fields: one file a syntax, chosen here."""

from __future__ import annotations

from tracker.fields import Claim, Fields, Place
from tracker.read.blocks import block_fields
from tracker.read.columns import column_fields
from tracker.read.delimited import delimited_fields
from tracker.read.jsonlines import json_fields
from tracker.read.keyvalue import keyvalue_fields
from tracker.read.look import Look
from tracker.read.sentences import sentence_fields
from tracker.spec import Spec


def fields_of(spec: Spec, found: Look, max_line: int, begin: Place, claim: Claim) -> Fields:
    """The fields of a file's records from a place on; of its lines those that `claim` says.

    Raises InputError where a format that needs a header has none and no known number of columns.
    """
    match spec.lines.syntax:
        case "blocks" if not spec.lines.begins:
            return block_fields(spec, found, max_line)
        case "delimited":
            return delimited_fields(spec, found, max_line, begin)
        case "columns":
            return column_fields(spec, found, max_line, begin, claim)
        case "keyvalue":
            return keyvalue_fields(spec, found, max_line, claim)
        case "jsonlines":
            return json_fields(spec, found, max_line, claim)
        case _:
            return sentence_fields(spec, found, max_line, claim)
