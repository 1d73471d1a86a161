"""What a source's comments are known by when it is imported again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from bookcub.core.text import clean_comment, plain
from bookcub.formats.story.parsed import ParsedComment
from bookcub.importing.mapping.fingerprints import fingerprint_of

#: Ids that only say where on the page a comment stood.
PLACES = "place-"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedComment:
    """A comment with an id that stays the same; `chapter` is the place of its chapter in the source."""

    source_id: str
    parent_id: str
    name: str
    html: str | None
    chapter: int | None
    written_at: datetime | None
    written_as: str
    edited_at: datetime | None
    is_deleted: bool

    @property
    def words(self) -> str:
        """What it says, as text."""
        return plain(self.html or "")


def fit_comments(comments: tuple[ParsedComment, ...]) -> tuple[MappedComment, ...]:
    """The comments; those without a number of their own are known by who said them, when and where."""
    seen: Counter[tuple[str, ...]] = Counter()
    ids: dict[tuple[str, int | None], str] = {}
    for comment in comments:
        key = (comment.source_id, comment.chapter)
        if not comment.source_id.startswith(PLACES):
            ids.setdefault(key, comment.source_id)
            continue
        mark = (str(comment.chapter), comment.name, comment.written_as)
        seen[mark] += 1
        ids.setdefault(key, "said-" + fingerprint_of([*mark, str(seen[mark])])[:40])
    return tuple(
        MappedComment(
            source_id=ids[comment.source_id, comment.chapter],
            parent_id=ids.get((comment.parent_id or "", comment.chapter), ""),
            name=comment.name,
            html=None
            if comment.html is None
            else clean_comment(comment.html, by_guest=comment.is_guest),
            chapter=comment.chapter,
            written_at=_aware(comment.written_at),
            written_as=comment.written_as,
            edited_at=_aware(comment.edited_at),
            is_deleted=comment.is_deleted,
        )
        for comment in comments
    )


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=UTC)
