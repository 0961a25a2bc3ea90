"""Registered or not: `import tracker` gives the verbs of the command line as functions.

    import tracker

    lake = tracker.open_lake("lake")
    urgent = tracker.flagged(lake, tracker.Wanted(verdict=("unregistered",)))
    urgent.rows.to_pandas()

A verb's own docstring says what it takes. Nothing is imported before it is asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

# verb or noun: the module and the name there
FACE = {
    "init": ("cli.options", "init"),
    "doctor": ("doctor", "doctor"),
    "ingest": ("intake", "ingest"),
    "forget": ("forgetting", "forget"),
    "rejects": ("rejects", "rejects"),
    "parse": ("intake", "parse"),
    "judge": ("night", "judge"),
    "judge_compare": ("comparing", "compare"),
    "nightly": ("night", "nightly"),
    "nightly_foresee": ("foreseen", "foresee"),
    "demo": ("cli.demonstration", "demonstrate"),
    "registry_check": ("registry.importing", "check_register"),
    "registry_import": ("registry.importing", "import_register"),
    "registry_list": ("registry.asking", "list_terms"),
    "registry_findings": ("registry.findings", "lake_findings"),
    "registry_show": ("registry.asking", "show_term"),
    "registry_history": ("registry.history", "history"),
    "registry_expiring": ("registry.asking", "expiring_terms"),
    "registry_export": ("registry.exporting", "export_terms"),
    "registry_template": ("registry.exporting", "template"),
    "registry_precheck": ("precheck", "precheck"),
    "lists_import": ("registry.importing", "import_list"),
    "lists_list": ("registry.importing", "list_lists"),
    "sessions": ("report.sessions", "sessions"),
    "flagged": ("report.sessions", "flagged"),
    "explain": ("report.explain", "explain"),
    "review": ("report.review", "review"),
    "reviews": ("report.reviews", "reviews"),
    "logins": ("logins", "logins"),
    "holders": ("holders", "holders"),
    "report": ("report.page.page", "report"),
    "evaluate": ("evaluating", "evaluate"),
    "impact": ("report.impact", "impact"),
    "impact_told": ("report.impact_words", "told"),
    "status": ("report.status", "status"),
    "lake_check": ("upkeep.check", "check"),
    "lake_compact": ("upkeep.compact", "compact"),
    "sql": ("report.query", "query"),
    "formats": ("report.known", "known_formats"),
    "detections": ("report.known", "known_detections"),
    "detections_relations": ("report.known", "known_relations"),
    "detections_test": ("report.tried", "tried"),
    "completion": ("cli.completion", "script"),
    "tables": ("report.known", "known_tables"),
    "open_lake": ("lake", "open_lake"),
    "create_lake": ("lake", "create_lake"),
    "make_key": ("attribute.pseudonyms", "make_key"),
    "read_key": ("attribute.pseudonyms", "read_key"),
    "read_settings": ("settings_file", "read_settings"),
    "Asked": ("logfile", "Asked"),
    "Decision": ("report.review", "Decision"),
    "Dialled": ("logins", "Dialled"),
    "Folding": ("folding", "Folding"),
    "Instant": ("holders", "Instant"),
    "Stated": ("registry.networks", "Stated"),
    "Settings": ("settings", "Settings"),
    "Wanted": ("report.sessions", "Wanted"),
    "Use": ("precheck", "Use"),
    "TrackerError": ("errors", "TrackerError"),
}


class _Face(ModuleType):
    """Some verbs are named like the rooms that serve them; here the verb is what is meant."""

    def __getattribute__(self, name: str) -> Any:
        if name in FACE:
            module, inside = FACE[name]
            return getattr(import_module(f"tracker.{module}"), inside)
        return super().__getattribute__(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *FACE})


sys.modules[__name__].__class__ = _Face

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
