from bookcub.works.views.chapters import (
    chapters,
    orders,
    publications,
    restorations,
    revisions,
    schedules,
)

__all__ = ["chapters", "orders", "publications", "restorations", "revisions", "schedules"]
