"""What an auditor can decide, for which sessions, and how that leaves them, each with what it says."""

from __future__ import annotations

OUTCOMES = ("dismiss", "confirm", "correct", "reopen")
SCOPES = {
    "session": "this session",
    "holder": "all of this holder at this endpoint",
    "endpoint": "everybody at this endpoint",
}
REVIEWS = {
    "dismissed": "dismissed: by review it needs no attention, and is left out of what is flagged",
    "confirmed": "confirmed: by review the flag stands",
    "corrected": "corrected: by review the verdict should be another",
    "reopened": "reopened: no dismissal by review holds for it any more",
    "proposed": "proposed: what was decided last waits for a second reviewer, and the flag is shown",
}
