from bookcub.works.views.creators import (
    acceptances,
    bylines,
    declines,
    departures,
    invitations,
    orphanings,
)

__all__ = ["acceptances", "bylines", "declines", "departures", "invitations", "orphanings"]
