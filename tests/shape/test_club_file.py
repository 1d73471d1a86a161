"""What the file of a club says and what the tables hold are the same: no field is dropped, no column forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.db import models

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Comment, Passage
from bookcub.formats.club_file.copying import columns_of, named_in
from bookcub.formats.club_file.kinds import FilePart, inner_of, kinds_of
from bookcub.formats.club_file.parts import (
    BookOfClub,
    ChapterOfWork,
    ClubFile,
    NoteOfClub,
    PassageOfNote,
    Person,
    PredictionOfClub,
    Rules,
    WorkOfClub,
)
from bookcub.importing.actions.clubs.frame import BY_HAND
from bookcub.importing.actions.clubs.save_club import CLUB_FIELDS
from bookcub.meetings.models import Attendance, Line, Meeting, Rsvp, SlotAnswer
from bookcub.memory.models import KeptNote, Prediction
from bookcub.people.models import Discardable
from bookcub.picks.models import Ballot, Pick, PickRules
from bookcub.picks.models.pick import Terms
from bookcub.reads.models import Milestone, OutsideBook, Read, Reader

Pair = tuple[type[FilePart], type[models.Model]]

# Each part and the model of its rows; what stands within it is found by its relation, as it is copied.
OUTERMOST: tuple[Pair, ...] = (
    (ClubFile, Club),
    (Rules, PickRules),
    (Person, Membership),
    (BookOfClub, OutsideBook),
    (PredictionOfClub, Prediction),
    (NoteOfClub, Comment),
    (NoteOfClub, KeptNote),
    (PassageOfNote, Passage),
)
# Works are described, so that they are found again; no row is made of them.
DESCRIBED = {WorkOfClub, ChapterOfWork}
# Of the file itself, and of no club.
OF_THE_FILE = {"format", "version", "exported_at", "archive", "by_share"}

# Columns without a field of their name, each with the reason.
CALENDAR = "of the entry in people's calendars here; elsewhere it is another entry"
REMINDED = "of the letters that this archive sends"
SAID_FOR = "who said it for somebody without an account, where the club met"
BY_NAME = "of those who belong here: in the club that is made of a file, its hosts add them"
ACCOUNT = "of an account here: the file has the names of people"
OWN_CHOICE = "a choice of one member about what is shown here: they choose again"
WORKED_OUT = "worked out again from what the file says"
THREAD = "worked out again from `answers`"
RHYTHM = "letters go out of themselves: hosts say again that a meeting repeats"
GUESTS = "of people who are in no club"
PLACE = "where the note stands here: found again by its passage"
KEEPERS = "what keepers hide is this archive’s"
NOT_TAKEN: dict[type[models.Model], dict[str, str]] = {
    Club: {
        "picture": "a file is no field; hosts choose one again",
        "picture_alt": "says what is in the picture",
        "created_by": ACCOUNT,
        "hiding": KEEPERS,
    },
    PickRules: {"club": "a club has one"},
    Membership: {
        "club": "the file is of one club",
        "user": ACCOUNT,
        "pseud": ACCOUNT,
        "former_name": "is `name`",
        "left_notes": "is `is_unnamed`; nothing else is left to say of somebody without an account",
        "was_removed": "why somebody left stays where it happened",
        "hides_progress": OWN_CHOICE,
        "involvement": OWN_CHOICE,
        "calendar_key": "a secret",
        "is_by_name": BY_NAME,
    },
    OutsideBook: {
        "was_here": "of a work that this archive had",
        "contents_before": "to take a change back here, for an hour",
        "contents_changed_at": "as above",
        "stands_for": "of a work that this archive may have again",
    },
    Pick: {
        "method": "is in `rules`",
        "read": "is `pick` of the read",
        "reminded_at": REMINDED,
    },
    Read: {"seen": WORKED_OUT},
    Milestone: {"sequence": CALENDAR, "uid": CALENDAR},
    Reader: {
        "typed_after": "chapters of a file are nobody’s to take back",
        "typed_upto": "as above",
        "typed_at": "as above",
        "shows_all": OWN_CHOICE,
    },
    Meeting: {
        "uid": CALENDAR,
        "sequence": CALENDAR,
        "changed_at": CALENDAR,
        "reminded_day_at": REMINDED,
        "reminded_hour_at": REMINDED,
        "lines_said": WORKED_OUT,
        "changes": "counts what moved on the page of an open room",
        "timer_ends_at": "of an open room",
        "repeats": RHYTHM,
        "planned_at": RHYTHM,
    },
    SlotAnswer: {"said_by": SAID_FOR},
    Rsvp: {"said_by": SAID_FOR},
    Attendance: {"said_by": SAID_FOR},
    Ballot: {"said_by": SAID_FOR},
    Line: {
        "client_key": "of the page that sent it",
        "question": "its words are `html`",
        "taken_back_at": "what was taken back has no words to take along",
    },
    KeptNote: {
        "club": "the file is of one club",
        "parent": "is `answers`",
        "upto": "is `chapter`",
        "colour": "is in `passage`",
    },
    Comment: {
        "hiding": KEEPERS,
        "club": "the file is of one club",
        "upto": "is `chapter`",
        "about": "of what somebody took along for themselves, out of the club",
        "pseud": "is `by`",
        "guest_name": "is `by`, of somebody who has no account here",
        "is_former_member": "is `by`, of somebody who has no account here",
        "as_creator": "tells who wrote an anonymous work",
        "guest_email": GUESTS,
        "guest_key": GUESTS,
        "posted_at": "is `written_at`",
        "placed_at": "is `written_at`",
        "approved_at": "a note in a club waits for nobody",
        "block_id": PLACE,
        "place_index": PLACE,
        "parent": "is `answers`",
        "thread": THREAD,
        "path": THREAD,
        "depth": THREAD,
        "numbered": THREAD,
        "is_imported": "of comments that came with a work",
        "source_id": "of comments that came with a work",
        "fingerprint": "of comments that came with a work",
        "has_words": "of comments that came with a work",
        "frozen_at": "of threads that everyone reads",
        "deleted_at": "what was deleted is not taken along",
        "deleted_by": "what was deleted is not taken along",
        "removed_html": "what was deleted is not taken along",
    },
    Passage: {
        "comment": "it stands in its note",
        "chapter": PLACE,
        "anchoring": PLACE,
        "score": PLACE,
        "reanchored_at": PLACE,
    },
}


def pairs() -> Iterator[tuple[type[FilePart], type[models.Model], str]]:
    """Each part of the file, the model of its rows, and the key to the row in which it stands."""
    waiting = [(part, model, "") for part, model in OUTERMOST]
    while waiting:
        part, model, key = waiting.pop()
        yield part, model, key
        for name in inner_by_relation(part, model):
            relation: Any = model._meta.get_field(named_in(model, name))
            waiting.append((inner_of(part)[name], relation.related_model, relation.field.name))


def inner_by_relation(part: type[FilePart], model: type[models.Model]) -> list[str]:
    rows = {each.name for each in model._meta.related_objects}
    by_hand = BY_HAND.get((part, model), frozenset())
    return [
        name for name in inner_of(part) if name not in by_hand and named_in(model, name) in rows
    ]


def columns(model: type[models.Model]) -> set[str]:
    # What lies in the trash is not taken along.
    trash = {each.name for each in Discardable._meta.fields}
    return {each.name for each in model._meta.concrete_fields if not each.primary_key} - trash


def held(part: type[FilePart], model: type[models.Model]) -> set[str]:
    """The columns that the part has a field for."""
    parts = {name for name in inner_of(part) if name in columns(model)}
    return {column for column in columns_of(part, model).values() if column} | parts


def test_every_part_of_the_file_is_known_here() -> None:
    reached: set[type[FilePart]] = set()
    waiting: list[type[FilePart]] = [ClubFile]
    while waiting:
        part = waiting.pop()
        reached.add(part)
        waiting += set(inner_of(part).values()) - reached

    assert reached == {part for part, _, _ in pairs()} | DESCRIBED


def test_every_field_of_the_file_has_a_column_or_somebody_who_puts_it_where_it_belongs() -> None:
    dropped = []
    for part, model, _ in pairs():
        copied = {name for name, column in columns_of(part, model).items() if column}
        copied |= set(inner_by_relation(part, model)) | (inner_of(part).keys() & columns(model))
        by_hand = set(BY_HAND.get((part, model), ()))
        if part is ClubFile:
            by_hand = OF_THE_FILE | (inner_of(part).keys() - copied)
        dropped += [
            f"{part.__name__}.{name} is in no column of {model.__name__}, and in no list"
            for name in kinds_of(part).keys() - copied - by_hand - {"id"}
        ]
        dropped += [
            f"{part.__name__}.{name} is said to be put somewhere by hand, and it is copied, or gone"
            for name in by_hand - (kinds_of(part).keys() - copied)
        ]

    assert dropped == []


def test_every_column_is_in_the_file_or_is_not_taken_along_for_a_reason() -> None:
    told = [(model, held(part, model) | {key}) for part, model, key in pairs()]
    forgotten = [
        f"{model.__name__}.{name}: add it to its part of the file, or say why it is not taken along"
        for model, there in told
        for name in columns(model) - there - NOT_TAKEN.get(model, {}).keys()
    ]
    needless = [
        f"{model.__name__}.{name} is not taken along, and it is in the file, or gone"
        for model, there in told
        for name in NOT_TAKEN.get(model, {}).keys() - (columns(model) - there)
    ]

    assert forgotten + needless == []


def test_a_club_begins_with_all_that_the_file_says_of_it() -> None:
    # The day on which it began is kept by hand, whoever begins it.
    assert held(ClubFile, Club) == CLUB_FIELDS | {"created_at"}


def test_the_rules_of_a_pick_are_those_of_its_club() -> None:
    assert {each.name for each in fields(Terms)} | {"method"} == kinds_of(Rules).keys()
