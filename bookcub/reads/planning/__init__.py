"""How a club's plan is made and how it re-flows: dates and numbers only, no rows."""

from bookcub.reads.planning.balance import balance
from bookcub.reads.planning.book import PlannedBook, PlannedChapter, Unit
from bookcub.reads.planning.change_reasons import ChangeReason, ReasonCode, other_pace
from bookcub.reads.planning.change_summary import MoveCode, PlanMove
from bookcub.reads.planning.contents import ChapterThere, Contents, ContentsChapter
from bookcub.reads.planning.measure import FEWEST, MOST, WHOLE, BookMeasure, MeasureKind
from bookcub.reads.planning.milestone import READING_DAYS, PlannedMilestone
from bookcub.reads.planning.paces import AsWeGo, Chapters, DoneBy, Pace, Pages, Schedule
from bookcub.reads.planning.reflow import Reflow, reflow
from bookcub.reads.planning.schedule import lay_out, suits
from bookcub.reads.planning.written import ChangeFacts

__all__ = [
    "FEWEST",
    "MOST",
    "READING_DAYS",
    "WHOLE",
    "AsWeGo",
    "BookMeasure",
    "ChangeFacts",
    "ChangeReason",
    "ChapterThere",
    "Chapters",
    "Contents",
    "ContentsChapter",
    "DoneBy",
    "MeasureKind",
    "MoveCode",
    "Pace",
    "Pages",
    "PlanMove",
    "PlannedBook",
    "PlannedChapter",
    "PlannedMilestone",
    "ReasonCode",
    "Reflow",
    "Schedule",
    "Unit",
    "balance",
    "lay_out",
    "other_pace",
    "reflow",
    "suits",
]
