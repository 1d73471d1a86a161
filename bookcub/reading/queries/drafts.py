"""A draft as somebody it is shown to sees it, and what has changed in it since they read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from bookcub.core.text import Row, side_by_side, summary_of
from bookcub.people.models import User
from bookcub.works.models import Chapter, DraftReader, DraftReading, Revision


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """A chapter that is shown to somebody before it is posted."""

    reader: DraftReader
    newest: int  # its revision
    known: int  # the revision they had read before this one; 0: none


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """What a draft has become since somebody read it."""

    draft: ShownDraft
    rows: Sequence[Row]
    is_gone: bool  # the version they read has been deleted

    @property
    def added(self) -> int:
        return summary_of(self.rows)[0]

    @property
    def removed(self) -> int:
        return summary_of(self.rows)[1]


def shown_draft(person: User, chapter: Chapter) -> ShownDraft | None:
    """None for what is not shown to them. Three queries."""
    reader = (
        DraftReader.objects.visible_to(person).filter(work=chapter.work_id, user=person).first()
    )
    if reader is None:
        return None
    newest = chapter.revisions.aggregate(newest=Max("number"))["newest"] or 0
    reading = DraftReading.objects.filter(reader=reader, chapter=chapter).first()
    return ShownDraft(reader, newest, reading.known_before(newest) if reading else 0)


def draft_changes(draft: ShownDraft, chapter: Chapter) -> DraftChanges:
    """Two texts that this person has seen or sees now, and none in between. One query."""
    wanted = [draft.known, draft.newest]
    found = {row.number: row for row in Revision.objects.filter(chapter=chapter, number__in=wanted)}
    old, new = found.get(draft.known), found.get(draft.newest)
    rows = side_by_side(old.html, new.html) if old and new else []
    return DraftChanges(draft, rows, is_gone=old is None and draft.known > 0)
