from bookcub.reads.models.outside_book import OutsideBook
from bookcub.reads.models.reached import has_reached
from bookcub.reads.models.read import Milestone, Pace, PlanChange, Read, Reader, ReadQuerySet

__all__ = [
    "Milestone",
    "OutsideBook",
    "Pace",
    "PlanChange",
    "Read",
    "ReadQuerySet",
    "Reader",
    "has_reached",
]
