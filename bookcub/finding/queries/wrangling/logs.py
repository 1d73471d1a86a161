"""What was decided about tags, in sentences, with who did it and whether it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext

from bookcub.finding.policies import WranglingScope, at_the_desk
from bookcub.tags.models import ChangeKind, Tag, TagChange

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One decision, as the log tells of it."""

    key: int
    sentence: str
    tag: Tag | None
    by: str  # "" where they are gone, or it was done on the machine itself
    at: datetime
    undone_at: datetime | None
    undone_by: str
    may_be_undone: bool


def changes(scope: WranglingScope) -> QuerySet[TagChange]:
    """The decisions about tags that this scope has to do with, the newest first."""
    known = Tag.objects.filter(at_the_desk(), scope.holds(), pk=OuterRef("tag"))
    seen = Q(Exists(known))
    if scope.is_everything:
        seen |= Q(tag=None)
    rows = TagChange.objects.filter(seen).select_related("tag", "by", "undone_by").defer("moved")
    return rows.order_by("-made_at", "-pk")


def change_lines(rows: Iterable[TagChange]) -> list[ChangeLine]:
    """The lines of a page of the log. No query."""
    return [
        ChangeLine(
            key=row.pk,
            sentence=sentence_of(row),
            tag=row.tag,
            by=row.by.username if row.by else "",
            at=row.made_at,
            undone_at=row.undone_at,
            undone_by=row.undone_by.username if row.undone_by else "",
            may_be_undone=row.undone_at is None,
        )
        for row in rows
    ]


def sentence_of(change: TagChange) -> str:
    """What was done, with the names of then."""
    told = {"name": "", "into": "", "new": "", "parents": "", "number": 0} | change.told
    told["number"] = number_format(told["number"], force_grouping=True)
    sentences: dict[str, StrOrPromise] = {
        ChangeKind.CANONICAL: gettext("“%(name)s” was made canonical."),
        ChangeKind.TAKEN_BACK: gettext("“%(name)s” is no longer canonical."),
        ChangeKind.MERGED: gettext("“%(name)s” was merged into “%(into)s”."),
        ChangeKind.SPLIT: gettext("“%(name)s” was split off."),
        ChangeKind.RENAMED: gettext("“%(name)s” was renamed to “%(new)s”."),
        ChangeKind.DESCRIBED: gettext("What “%(name)s” means was changed."),
        ChangeKind.PARENTS: gettext("What “%(name)s” stands under was changed: %(parents)s."),
        ChangeKind.LOADED: gettext("A list was loaded. Tags that it changed: %(number)s."),
    }
    sentence: str = str(sentences[change.kind]) % told
    return sentence
