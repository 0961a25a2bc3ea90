"""The verdicts, best for the subject first, each with what it says; and which of them flag."""

from __future__ import annotations

VERDICTS = {
    "exempt": "exempt: a carrier's, an operator's or a plain encapsulation, never a person's VPN",
    "registered": "registered: a running term covers it",
    "registered_via_provider": "registered: the remote belongs to a licensed provider",
    "grace": "in grace: its term has ended, its days of grace have not",
    "pending": "pending: asked for before, and undecided or not yet begun",
    "out_of_terms": "out of terms: registered, but not for this remote, protocol or port",
    "suspended": "suspended: the authority has suspended its term",
    "expired": "expired: its term had ended",
    "revoked": "revoked: the authority has revoked its term",
    "unregistered": "unregistered: no term covers it",
    "unattributable": "unattributable: nobody may be named, by a fault of the data",
    "inconclusive": "inconclusive: too weak to say; counted, never listed",
}
# These accuse somebody, and nothing else does (design, Judgement).
FLAGGED = ("unregistered", "out_of_terms", "expired", "suspended", "revoked")
# These say that the register, a licence or the network's own business allows it.
ALLOWED = ("exempt", "registered", "registered_via_provider", "grace", "pending")
