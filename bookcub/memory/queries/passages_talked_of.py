"""The passages of a read that were talked of most, among what one may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from bookcub.comments.models import Comment
from bookcub.memory.queries.hits import Hit, hit_of_comment
from bookcub.reads.models import Read
from bookcub.reads.queries.measures import Measures
from bookcub.reads.queries.place_wording import place_name
from bookcub.web.components.languages import naming

if TYPE_CHECKING:
    from bookcub.people.models import User

MOST = 12
LOOKED_AT = 3_000  # comments of one read, the newest; a library's group writes fewer
SHOWN_MOST = 5  # notes that are shown with a passage


@dataclass(frozen=True, slots=True)
class TalkedOf:
    """One passage: its words, where it stands, how much was said and marked there, and what."""

    quote: str
    place: str
    notes: int
    answers: int
    highlights: int
    hits: Sequence[Hit]

    @property
    def in_words(self) -> str:
        counts = (
            (self.notes, ngettext("%(number)d note", "%(number)d notes", self.notes)),
            (self.answers, ngettext("%(number)d answer", "%(number)d answers", self.answers)),
            (
                self.highlights,
                ngettext("%(number)d highlight", "%(number)d highlights", self.highlights),
            ),
        )
        return ", ".join(words % {"number": number} for number, words in counts if number)


def talked_of(read: Read, person: User) -> list[TalkedOf]:
    """The passages with most answers, notes and highlights of the club, in the order of the book. One query."""
    if read.work_id is None:
        return _talked_of_outside_book(read, person)
    rows = (
        Comment.objects.visible_to(person)
        .spoken()
        .filter(club=read.club_id, work=read.work_id, chapter__isnull=False)
        .with_people()
        .select_related("pseud__user__preferences", "chapter", "club", "work", "passage")
        .order_by("-pk")[:LOOKED_AT]
    )
    comments = list(rows)
    answers: dict[int, int] = defaultdict(int)
    for each in comments:
        if each.parent_id is not None and each.thread_id is not None:
            answers[each.thread_id] += 1
    groups: dict[tuple[int, int, str], list[Comment]] = defaultdict(list)
    for each in reversed(comments):
        passage = getattr(each, "passage", None)
        if passage is not None and each.chapter is not None:
            place = each.place_index or 0
            groups[each.chapter.position, place, passage.start_block_id].append(each)
    best = sorted(groups.items(), key=lambda row: _weight(row[1], answers), reverse=True)[:MOST]
    measures = Measures(person)
    return [_told(group, answers, measures) for _, group in sorted(best, key=lambda row: row[0])]


def _talked_of_outside_book(read: Read, person: User) -> list[TalkedOf]:
    """The same of a book from elsewhere: the places that were talked of most, for it has no passages."""
    rows = Comment.objects.visible_to(person).spoken().filter(read=read).with_people()
    groups: dict[int, list[Comment]] = defaultdict(list)
    for each in reversed(rows.order_by("-pk")[:LOOKED_AT]):
        groups[each.upto or 0].append(each)
    measures = Measures(person)
    most = sorted(groups.items(), key=lambda row: (-len(row[1]), row[0]))[:MOST]
    return [_told_of_place(read, upto, group, measures) for upto, group in sorted(most)]


def _told_of_place(read: Read, upto: int, group: Sequence[Comment], measures: Measures) -> TalkedOf:
    begun = [each for each in group if each.parent_id is None]
    return TalkedOf(
        quote="",
        place=place_name(read, upto, measures.of(read)) if upto else gettext("The whole book"),
        notes=len(begun),
        answers=len(group) - len(begun),
        highlights=0,
        hits=[hit_of_comment(each, measures=measures) for each in group[:SHOWN_MOST]],
    )


def _weight(group: Sequence[Comment], answers: dict[int, int]) -> tuple[int, int]:
    weight = sum(1 + 2 * answers[each.pk] + bool(each.html) for each in group)
    return weight, -group[0].pk


def _told(group: Sequence[Comment], answers: dict[int, int], measures: Measures) -> TalkedOf:
    first = group[0]
    if first.chapter is not None:
        first.chapter.work = first.its_work  # else it would be asked for again
    with_words = [each for each in group if each.html]
    passage = max((each.passage for each in group), key=lambda one: len(one.exact))
    return TalkedOf(
        quote=passage.exact,
        place=naming(first.chapter.heading, first.chapter) if first.chapter else "",
        notes=len(with_words),
        answers=sum(answers[each.pk] for each in group),
        highlights=len(group) - len(with_words),
        hits=[hit_of_comment(each, measures=measures) for each in with_words[:SHOWN_MOST]],
    )
