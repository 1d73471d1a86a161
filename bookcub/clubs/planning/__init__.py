"""How a club's plan is made and how it re-flows: dates and numbers only, no rows."""

from bookcub.clubs.planning.balance import balance
from bookcub.clubs.planning.book import Book, Part, Unit
from bookcub.clubs.planning.laying import lay_out, suits
from bookcub.clubs.planning.milestone import READING_DAYS, Milestone
from bookcub.clubs.planning.paces import AsWeGo, Chapters, DoneBy, Pace, Pages, Schedule
from bookcub.clubs.planning.reflow import Reflow, reflow

__all__ = [
    "READING_DAYS",
    "AsWeGo",
    "Book",
    "Chapters",
    "DoneBy",
    "Milestone",
    "Pace",
    "Pages",
    "Part",
    "Reflow",
    "Schedule",
    "Unit",
    "balance",
    "lay_out",
    "reflow",
    "suits",
]
