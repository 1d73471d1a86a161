"""The moment at which somebody opened a page: the page carries it, signed, so that to show it writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.core import signing

from bookcub.core.behind import WrittenBehind
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.works.models import Chapter

SALT = "reading-opening"
LASTS = timedelta(hours=1)  # no visit gives more time than this, and none can be taken back later
GOOD_FOR = timedelta(days=1)  # a page that was left open overnight still knows what was read on it


def moment() -> datetime:
    """Now, as exactly as an opening says it."""
    at = now()
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """One person opened one chapter at this moment. All chapters of a page share theirs: it names the visit."""

    user_id: int
    chapter_id: int
    at: datetime

    @classmethod
    def of(cls, user: User, chapter: Chapter, at: datetime | None = None) -> Self:
        return cls(user.pk, chapter.pk, at or moment())

    @classmethod
    def read(cls, signed: str, *, user: User, chapter: Chapter) -> Self | None:
        """What a page says; None for what nobody signed, or of somebody else, another chapter or another day."""
        try:
            user_id, chapter_id, milliseconds = signing.loads(signed, salt=SALT)
            seconds, rest = divmod(int(milliseconds), 1000)
            at = datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=rest)
        except (signing.BadSignature, TypeError, ValueError, OverflowError):
            return None
        is_good = (user_id, chapter_id) == (user.pk, chapter.pk) and now() - at <= GOOD_FOR
        return cls(user_id, chapter_id, at) if is_good else None

    @property
    def has_ended(self) -> bool:
        return now() - self.at > LASTS

    def signed(self) -> str:
        milliseconds = (self.at - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)
        return signing.dumps([self.user_id, self.chapter_id, milliseconds], salt=SALT)

    def seconds(self, *, in_front: int | None = None, until: datetime | None = None) -> float:
        """How long one can have read: by the archive's clock, or the page's own where that says less (in ms)."""
        gone = min((until or now()) - self.at, LASTS).total_seconds()
        return max(0.0, gone if in_front is None else min(gone, in_front / 1000))


@dataclass(frozen=True, slots=True)
class Passing:
    """Somebody went on to the next chapter at a moment, from a page that they had opened."""

    opening: OpenedPage
    at: datetime


# By person and chapter: the link to the next chapter is followed, and nobody waits for this. actions/dwelling.py stores them.
passings: WrittenBehind[tuple[int, int], Passing] = WrittenBehind("passings")
