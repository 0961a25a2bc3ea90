"""The words that a register may use, and those for how its terms stand."""

BINDING_KINDS = ("cidr", "account", "circuit", "msisdn")
REMOTE_KINDS = ("any", "cidr", "host", "provider")
CATEGORIES = (
    "company", "call_centre", "bank", "freelancer", "mission", "government", "education",
    "licensee", "other",
)  # fmt: skip
EXPIRING_DAYS = (30, 7)  # within which whoever's terms end is written to
STATUSES = ("pending", "approved", "suspended", "revoked", "rejected", "withdrawn")
# How an open term may stand: what the authority decided, and what follows from time if it approved.
STANDINGS = (
    "pending", "active", "expiring", "grace", "expired", "suspended", "revoked", "rejected",
    "withdrawn",
)  # fmt: skip
