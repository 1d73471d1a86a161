"""Which version of a draft somebody it is shown to has opened: written behind, for a page that is read never writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bookcub.core import clock
from bookcub.core.behind import WrittenBehind
from bookcub.core.database.trouble import tried_again
from bookcub.people.models import User
from bookcub.works.actions.draft_readers import note_reading
from bookcub.works.models import Chapter


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A revision that somebody has opened."""

    number: int
    at: datetime

    def and_then(self, later: OpenedDraft) -> OpenedDraft:
        return OpenedDraft(max(self.number, later.number), later.at)


# By person, chapter and revision: of two versions that were opened in a moment both count.
opened_drafts: WrittenBehind[tuple[int, int, int], OpenedDraft] = WrittenBehind(
    "drafts", merge=OpenedDraft.and_then
)


def leave_reading(*, user: User, chapter: Chapter, number: int) -> None:
    """Note that this person opened this revision of a draft, without waiting until that is stored."""
    opened_drafts.leave((user.pk, chapter.pk, number), OpenedDraft(number, clock.now()))


@opened_drafts.stored_by
@tried_again
def _store(told: Mapping[tuple[int, int, int], OpenedDraft]) -> None:
    chapters = Chapter.objects.defer("html").in_bulk({chapter for _, chapter, _ in told})
    for (user_id, chapter_id, number), opened in sorted(told.items(), key=lambda item: item[0]):
        if chapter_id in chapters:
            chapter = chapters[chapter_id]
            note_reading(user_id=user_id, chapter=chapter, number=number, at=opened.at)
