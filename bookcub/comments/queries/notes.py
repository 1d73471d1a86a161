"""The notes in a chapter's margin, as one person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from bookcub.clubs.models import Club
from bookcub.comments.models import (
    Anchoring,
    Comment,
    CommentQuerySet,
    Hearers,
    Passage,
    SuggestedWords,
)
from bookcub.comments.policies import Visitor, may_answer_suggestion, may_comment, may_tell_authors
from bookcub.comments.queries.cards import QUOTED, CommentRow, tell_who_hears
from bookcub.comments.queries.talks import HeardTalk, TalkKind
from bookcub.comments.queries.threads import (
    ahead_in,
    clubs_reading,
    is_all_later,
    threads_of,
)
from bookcub.core.page_urls import reverse
from bookcub.core.text import legible, shortened
from bookcub.reading.queries.horizon import read_whole
from bookcub.reading.queries.look_ahead import looks_ahead
from bookcub.reading.queries.reader import chapter_list
from bookcub.web.pages import DEEPEST
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

MOST = 500  # notes in one margin
OPENING = 60  # characters of a paragraph that name it


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its passage and what was answered."""

    row: CommentRow
    passage: Passage
    suggestion: SuggestedWords | None = None
    may_answer: bool = False  # accept or decline what is suggested

    @property
    def is_highlight(self) -> bool:
        """Whether words are marked and nothing is said about them."""
        return not self.row.comment.html and not self.row.card.is_deleted

    @property
    def is_painted(self) -> bool:
        """Whether its words are coloured in the text: not a whole paragraph that somebody only spoke about."""
        if self.passage.is_orphan:
            return False
        return self.is_highlight or not self.passage.is_whole_block

    @property
    def is_edited(self) -> bool:
        return self.passage.anchoring == Anchoring.EDITED

    @property
    def has_moved(self) -> bool:
        return self.passage.anchoring == Anchoring.MOVED

    @property
    def first_words(self) -> str:
        return legible(shortened(self.passage.first_exact, QUOTED))


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes that stand beside one paragraph: the one in which their passages end."""

    block_id: str
    opening: str
    notes: Sequence[Note]

    @property
    def count(self) -> int:
        """With the answers."""
        return sum(note.row.count for note in self.notes)

    @property
    def label(self) -> str:
        """The number, as it is heard."""
        words = ngettext("%(n)s note on “%(opening)s”", "%(n)s notes on “%(opening)s”", self.count)
        return words % {"n": self.count, "opening": self.opening}


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All that the person may see in the margin of a chapter, in the order of the text."""

    work: Work
    chapter: Chapter
    visitor: Visitor
    groups: Sequence[NoteGroup]
    orphans: Sequence[Note]
    left_out: int
    ahead: int  # in the whole work, for members
    of_others: int  # for everyone in this chapter, for guests, who have not asked to see them
    looks_ahead: bool
    is_all_later: bool = False  # what is ahead lies in later chapters
    is_read: bool = False  # the chapter, to its end; asked only where something is ahead

    @property
    def count(self) -> int:
        """With the answers."""
        return sum(group.count for group in self.groups) + sum(
            note.row.count for note in self.orphans
        )

    @property
    def label(self) -> str:
        """The number, in the words of the link that leads to the notes."""
        if self.of_others and not self.count:
            words = ngettext("%(n)s note by a reader", "%(n)s notes by readers", self.of_others)
            return words % {"n": self.of_others}
        if not self.count:
            return gettext("No notes in this chapter yet")
        words = ngettext("%(n)s note in the margin", "%(n)s notes in the margin", self.count)
        return words % {"n": self.count}

    @property
    def number_name(self) -> str:
        """Under which their number stands on a page, to be brought up to date there."""
        return f"notes-{self.chapter.pk}"

    @property
    def seen_label(self) -> str:
        """The number, in the words of the page of all notes."""
        words = ngettext("%(n)s note that you can see", "%(n)s notes that you can see", self.count)
        return words % {"n": self.count}

    def group_of(self, comment: Comment) -> NoteGroup | None:
        """Where a note or an answer to one stands."""
        threads = {note.row.pk: group for group in self.groups for note in group.notes}
        return threads.get(comment.thread_id or comment.pk)

    @property
    def url(self) -> str:
        return reverse("comments:note_index", args=[self.work.pk, self.chapter.pk])

    @property
    def ahead_url(self) -> str:
        return (
            reverse("comments:look_ahead_create", args=[self.work.pk])
            + f"?next={self.chapter.get_absolute_url()}"
        )


def notes_page(
    person: User | AnonymousUser, chapter: Chapter, *, shows_everyones: bool = False
) -> NotesPage:
    """Nineteen queries at most. `shows_everyones` is the wish of a guest, of whom no place is known."""
    work, wish = chapter.work, shows_everyones and not person.is_authenticated
    visitor = Visitor.of(person, work)
    here = HeardTalk(IN_MARGIN, person, (chapter.pk, wish))
    roots = here.threads("places")
    shown = roots[: MOST + 1]
    left_out = roots.count_to(DEEPEST) - MOST if len(shown) > MOST else 0
    passages = {root.pk: root.passage for root in shown[:MOST]}
    threads = threads_of(shown[:MOST], here, visitor, None, names_place=False)
    tell_who_hears(threads, visitor)
    suggested = _suggestions(threads)
    notes = [_note(row, passages[row.pk], suggested.get(row.pk), visitor) for row in threads]
    groups, orphans = _grouped(notes, chapter)
    ahead = ahead_in(person, work)
    return NotesPage(
        work=work,
        chapter=chapter,
        visitor=visitor,
        groups=groups,
        orphans=orphans,
        left_out=left_out,
        ahead=ahead,
        of_others=0 if person.is_authenticated or wish else _for_guests(person, chapter),
        looks_ahead=person.is_authenticated and looks_ahead(person, work),
        is_all_later=bool(ahead) and is_all_later(person, chapter),
        is_read=bool(ahead) and chapter.pk in read_whole(person, work),
    )


def chapters_beside(
    chapter: Chapter, person: User | AnonymousUser
) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after this one that the person may open. Two queries."""
    chapters = chapter_list(chapter.work, person)
    number = next((n for n, one in enumerate(chapters) if one.pk == chapter.pk), None)
    if number is None:
        return None, None
    return (chapters[number - 1] if number else None), next(iter(chapters[number + 1 :]), None)


def _note(
    row: CommentRow, passage: Passage, suggestion: SuggestedWords | None, visitor: Visitor
) -> Note:
    may_answer = suggestion is not None and may_answer_suggestion(visitor, suggestion)
    return Note(row, passage, suggestion, may_answer)


def _suggestions(notes: Sequence[CommentRow]) -> dict[int, SuggestedWords]:
    """By note. One query where something is said to the work's creators, else none."""
    told = [
        note.pk
        for note in notes
        if note.comment.hearers == Hearers.AUTHORS and not note.card.is_deleted
    ]
    if not told:
        return {}
    found = SuggestedWords.objects.filter(comment__in=told)
    return {one.comment_id: one for one in found.select_related("comment__pseud__user")}


def _in_margin(
    person: User | AnonymousUser,
    chapter: int,
    looks_ahead: bool,  # noqa: FBT001  # as it is asked
) -> CommentQuerySet:
    """The notes on passages of a chapter and their answers, as far as the person may hear them."""
    heard = Comment.objects.in_threads_of(person, looks_ahead=looks_ahead)
    return heard.filter(chapter=chapter, thread__passage__isnull=False)


IN_MARGIN = TalkKind(_in_margin, {"places": ("place_index", "pk")})


def _for_guests(person: User | AnonymousUser, chapter: Chapter) -> int:
    ahead = Comment.objects.ahead_of(person).threads()
    return ahead.filter(chapter=chapter, passage__isnull=False).count()


def _grouped(notes: Sequence[Note], chapter: Chapter) -> tuple[list[NoteGroup], list[Note]]:
    blocks = chapter.blocks
    numbers = {block.id: number for number, block in enumerate(blocks)}
    by_block: dict[int, list[Note]] = {}
    orphans = []
    for note in notes:
        number = numbers.get(note.passage.end_block_id)
        if note.passage.is_orphan or number is None:
            orphans.append(note)
        else:
            by_block.setdefault(number, []).append(note)
    groups = [
        NoteGroup(
            block_id=blocks[number].id,
            opening=opening_of(blocks[number].text),
            notes=sorted(by_block[number], key=_in_order(numbers)),
        )
        for number in sorted(by_block)
    ]
    return groups, orphans


class _in_order:  # noqa: N801  # a key, called like a function
    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers

    def __call__(self, note: Note) -> tuple[int, int, int]:
        passage = note.passage
        return self.numbers.get(passage.start_block_id, 0), passage.start_offset, note.row.pk


def opening_of(text: str) -> str:
    """The first words of a paragraph, to name it by."""
    return shortened(legible(" ".join(text.split())), OPENING)


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom the person may write a note on a chapter."""

    reading: Sequence[Club]  # their clubs that read the work or have read it
    others: Sequence[Club]
    everyone: bool
    authors: bool

    @property
    def clubs(self) -> list[Club]:
        return [*self.reading, *self.others]


def audience_of(person: User, visitor: Visitor, chapter: Chapter) -> Audience:
    """Two queries."""
    reading = clubs_reading(person, visitor.work)
    others = Club.objects.of(person).exclude(pk__in=[club.pk for club in reading])
    may_say = visitor.creates or chapter.is_posted
    return Audience(
        reading=reading if may_say else [],
        others=list(others.order_by("name", "pk")) if may_say else [],
        everyone=may_comment(visitor, chapter),
        authors=may_tell_authors(visitor, chapter),
    )
