"""A club as a file: all that a member may see of it, so that another Bookcub can take it in without loss.

``docs/club-export.md`` tells what is in it and ``docs/club-export.schema.json`` says it as a schema. Ids are names
within the file. HTML is sanitised by whoever reads the file; a *place* (``upto``) is the end of that chapter or page.
"""

from __future__ import annotations

import json
from typing import Any

from bookcub.core.club_file.checks import check_names
from bookcub.core.club_file.club import ClubFile
from bookcub.core.club_file.meetings import (
    HandOfShow,
    LineOfMeeting,
    MeetingOfClub,
    MinutesOfMeeting,
    QuestionOfMeeting,
    RevisionOfMinutes,
    RsvpOfMeeting,
    ShowOfMeeting,
    SlotAnswerOfMeeting,
    SlotOfMeeting,
)
from bookcub.core.club_file.picks import (
    BallotInPick,
    Book,
    By,
    ChapterOfWork,
    NominationInPick,
    Person,
    PickOfClub,
    Rules,
    WorkOfClub,
)
from bookcub.core.club_file.reads import (
    ChangeOfPlan,
    MilestoneOfRead,
    NoteOfClub,
    PassageOfNote,
    PredictionOfClub,
    ReaderOfRead,
    ReadOfClub,
    VerdictOnPrediction,
)
from bookcub.core.strict_json import MisfitError, read_as, schema_of, written

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "VERSION",
    "BallotInPick",
    "Book",
    "By",
    "ChangeOfPlan",
    "ChapterOfWork",
    "ClubFile",
    "HandOfShow",
    "LineOfMeeting",
    "MeetingOfClub",
    "MilestoneOfRead",
    "MinutesOfMeeting",
    "MisfitError",
    "NominationInPick",
    "NoteOfClub",
    "PassageOfNote",
    "Person",
    "PickOfClub",
    "PredictionOfClub",
    "QuestionOfMeeting",
    "ReadOfClub",
    "ReaderOfRead",
    "RevisionOfMinutes",
    "RsvpOfMeeting",
    "Rules",
    "ShowOfMeeting",
    "SlotAnswerOfMeeting",
    "SlotOfMeeting",
    "VerdictOnPrediction",
    "WorkOfClub",
    "from_json",
    "schema",
    "to_json",
]

FORMAT = "bookcub-club"
VERSION = 1
SCHEMA = "https://bookcub.example/club-export/1"
MAX_BYTES = 40 * 1024 * 1024


def to_json(club: ClubFile) -> str:
    """The file's text."""
    return json.dumps(written(club), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes) -> ClubFile:
    """Read a file's text. Raises MisfitError with the place of the first mistake."""
    if len(text) > MAX_BYTES:
        raise MisfitError("", "is larger than any club")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MisfitError("", "is not JSON") from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise MisfitError("", "is not the export of a club")
    if said.get("version") != VERSION:
        raise MisfitError("version", "is one that this archive cannot read; it reads version 1")
    club = read_as(ClubFile, said)
    check_names(club)
    return club


def schema() -> dict[str, Any]:
    """The schema, as in ``docs/club-export.schema.json``."""
    return schema_of(ClubFile, title="The export of a Bookcub club, version 1", identifier=SCHEMA)
