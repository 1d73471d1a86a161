from bookcub.reads.models.outside_book import OutsideBook
from bookcub.reads.models.reached import has_come_to, has_reached, is_there_in_outside_book
from bookcub.reads.models.read import (
    EditionKind,
    Milestone,
    PaceKind,
    PlanChange,
    Read,
    Reader,
    ReadQuerySet,
)

__all__ = [
    "EditionKind",
    "Milestone",
    "OutsideBook",
    "PaceKind",
    "PlanChange",
    "Read",
    "ReadQuerySet",
    "Reader",
    "has_come_to",
    "has_reached",
    "is_there_in_outside_book",
]
