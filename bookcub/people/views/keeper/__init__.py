from bookcub.people.views.keeper import (
    archive,
    deactivations,
    hidings,
    keeperships,
    members,
    outbox,
    overview,
    trial_letters,
)

__all__ = [
    "archive",
    "deactivations",
    "hidings",
    "keeperships",
    "members",
    "outbox",
    "overview",
    "trial_letters",
]
