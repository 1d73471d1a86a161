from bookcub.people.views.keeper import (
    archive,
    deactivations,
    keeperships,
    members,
    outbox,
    trial_letters,
)

__all__ = ["archive", "deactivations", "keeperships", "members", "outbox", "trial_letters"]
