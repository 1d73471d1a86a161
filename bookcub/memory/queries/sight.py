"""Which entries of the index somebody may see: asked of the things themselves, many at once, of each only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from bookcub.comments.models import Comment
from bookcub.core.database.prepared import prepared
from bookcub.meetings.models import Line, Minutes, Question
from bookcub.memory.models import KeptNote, Prediction, RecallEntry
from bookcub.memory.queries.hits import SOURCES, hides_writer, visible_comments
from bookcub.people.models import User

A_FEW, THE_REST = 250, 1_750  # usually the first of them fill a page
MOST = A_FEW + THE_REST  # entries that one answer is looked for in
MOST_PORTIONS = 12  # of one question, whatever it tries


class _Verdict(Enum):
    HIDDEN = "hidden"
    UNSIGNED = "unsigned"  # it does not show whose it is
    SEEN = "seen"


class Sight:
    """What one person may see while they ask one question, however many ways it is tried in.

    Seven queries for each portion of entries that were not judged before, and `MOST_PORTIONS` of them at most:
    what lies behind these is not found.
    """

    def __init__(self, person: User) -> None:
        self._person = person
        self._known: dict[int, _Verdict] = {}
        self._portions = 0

    def first_of(self, ranked: Sequence[int], wanted: int, *, is_by_person: bool) -> list[int]:
        """The first of the entries that the person may see, in their order.

        `is_by_person`: of what somebody said, only what shows who that was.
        """
        good = {_Verdict.SEEN} if is_by_person else {_Verdict.SEEN, _Verdict.UNSIGNED}
        found: list[int] = []
        for portion in (ranked[:A_FEW], ranked[A_FEW:MOST]):
            self._judge(portion)
            found += [pk for pk in portion if self._known.get(pk) in good]
            if len(found) >= wanted:
                break
        return found[:wanted]

    def _judge(self, portion: Sequence[int]) -> None:
        unknown = [pk for pk in portion if pk not in self._known]
        if not unknown or self._portions >= MOST_PORTIONS:
            return
        self._portions += 1
        behind: dict[str, dict[int, int]] = defaultdict(dict)
        rows = RecallEntry.objects.filter(pk__in=unknown).values_list("pk", *SOURCES)
        for pk, *things in rows:
            for source, thing in zip(SOURCES, things, strict=True):
                if thing is not None:
                    behind[source][thing] = pk
        self._known |= dict.fromkeys(unknown, _Verdict.HIDDEN)
        for source, entries in behind.items():
            self._known |= {
                entries[pk]: verdict for pk, verdict in self._seen(source, list(entries))
            }

    def _seen(self, source: str, pks: Sequence[int]) -> Iterator[tuple[int, _Verdict]]:
        if source != "comment":
            visible = _VISIBLE[source].visible_to(self._person).filter(pk__in=pks)
            yield from ((pk, _Verdict.SEEN) for pk in visible.values_list("pk", flat=True))
            return
        for comment in _said(self._person, pks):
            yield comment.pk, _Verdict.UNSIGNED if hides_writer(comment) else _Verdict.SEEN


_VISIBLE: dict[str, Any] = {
    "line": Line.objects,
    "question": Question.objects,
    "minutes": Minutes.objects,
    "prediction": Prediction.objects,
    "kept_note": KeptNote.objects,
}


@prepared
def _said(person: User, pks: Sequence[int]) -> QuerySet[Comment]:
    told = ("pseud", "guest_name", "as_creator", "work__is_anonymous")
    return visible_comments(person).filter(pk__in=pks).select_related("work").only(*told)
