"""Things that were said, as the pages of remembering show them: who, when, where, and the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Comment, CommentQuerySet, Passage
from bookcub.comments.queries.cards import place_in_book
from bookcub.comments.queries.club_feed import text_url_of
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.core.text import plain
from bookcub.meetings.models import Line, LineKind, Meeting, Minutes, Question
from bookcub.memory.models import KeptNote, Prediction
from bookcub.memory.queries.utterances import words_of_line
from bookcub.memory.recall.stems import fold, stems_of
from bookcub.people.models import User
from bookcub.reads.queries.measures import Measures
from bookcub.reads.queries.place_wording import place_name
from bookcub.web.components.languages import Titled, in_language, naming, said, titled
from bookcub.web.covers import plain_under_cover

SOURCES = ("comment", "line", "question", "minutes", "prediction", "kept_note")
AROUND = 90  # characters of an excerpt before the first word that was asked for
LONGEST = 320


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """A stretch of what was said; marked if it was asked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was said. `quote` are the words of the book that it is about."""

    kind: str
    who: str
    club: Club
    about: str
    at: datetime
    url: str
    opens: str = ""  # what stands at this address
    text_url: str = ""  # the passage, with the notes beside it
    words: Sequence[ExcerptPiece] = ()
    quote: Sequence[ExcerptPiece] = ()
    answers: str = (
        ""  # what it was said to: the question of the meeting, or the comment that it replies to
    )
    words_in: str = ""  # the languages of these; empty where nobody knows
    quote_in: str = ""
    meeting_id: int = 0  # of a line: the meeting it was said in
    hides_writer: bool = False  # an anonymous creator: not even to be found by their name


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked: stems, and beginnings of words."""

    stems: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stems or self.beginnings)


def hits_of(
    person: User,
    rows: Iterable[Mapping[str, Any]],
    stems: frozenset[str] = frozenset(),
    beginnings: tuple[str, ...] = (),
) -> dict[int, Hit]:
    """The hits behind rows of the index (`pk`, `language` and SOURCES), by the row's id: what the person may see.

    One query for each kind that is among them, and one for the names.
    """
    wanted: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
    for row in rows:
        for source in SOURCES:
            if row[source] is not None:
                wanted[source][row[source]] = (row["pk"], row["language"])
    marks = Marks(stems, beginnings)
    found: dict[int, Hit] = {}
    measures = Measures(person)
    hit = {
        **_HIT,
        "comment": partial(hit_of_comment, measures=measures),
        "prediction": partial(_hit_of_prediction, measures=measures),
    }
    for source, behind in wanted.items():
        for thing in _SEEN[source](person, list(behind)):
            pk, language = behind[thing.pk]
            found[pk] = hit[source](thing, language, marks)
    return found


def visible_comments(person: User) -> CommentQuerySet:
    """What was said to clubs, of that the person may see."""
    return Comment.objects.visible_to(person).spoken().filter(club__isnull=False)


@prepared
def seen_comments(person: User, pks: Sequence[int]) -> QuerySet[Comment]:
    """Those of the comments that the person may see, with what a hit shows."""
    return (
        visible_comments(person)
        .filter(pk__in=pks)
        .with_people()
        .select_related("pseud__user__preferences", "chapter", "club", "work", "passage")
        .select_related("thread", "announcement")
        .defer("thread__html")
        .defer(*(f"chapter__{name}" for name in ("html", "summary", "notes", "end_notes")))
    )


def hit_of_comment(
    comment: Comment, language: str = "", marks: Marks | None = None, *, measures: Measures
) -> Hit:
    """A note, or another word for the club about a work."""
    assert comment.club is not None  # noqa: S101  # whoever asks has filtered for it
    passage: Passage | None = getattr(comment, "passage", None)
    words = plain_under_cover(comment.html)
    return Hit(
        kind=_kind(comment, has_passage=passage is not None, has_words=bool(words)),
        who=writer_of(comment),
        club=comment.club,
        about=_about(comment, measures),
        at=comment.written_at or comment.posted_at,
        url=comment.get_absolute_url(),
        opens=gettext("See the thread"),
        text_url=_text_url(comment),
        words=excerpt(words, language, marks),
        quote=excerpt(passage.exact if passage else "", language, marks),
        words_in=comment.language,
        quote_in=comment.work.language if comment.work else "",
        hides_writer=hides_writer(comment),
    )


def _text_url(comment: Comment) -> str:
    """The passage of a note, of a reply that of its thread; empty where there is none."""
    begun = comment.thread if comment.parent_id and Comment.thread.is_cached(comment) else None
    if begun is None or begun.chapter_id != comment.chapter_id:
        return text_url_of(comment)
    begun.chapter = comment.chapter  # else it would be asked for again
    return text_url_of(begun)


def _kind(comment: Comment, *, has_passage: bool, has_words: bool) -> str:
    if not has_passage:
        is_known = Comment.announcement.is_cached(comment)
        is_announced = is_known and getattr(comment, "announcement", None) is not None
        return pgettext("noun", "Announcement") if is_announced else pgettext("noun", "Comment")
    return pgettext("noun", "Note") if has_words else pgettext("noun", "Highlight")


def _about(comment: Comment, measures: Measures) -> SafeString:
    if comment.subject is None:
        return conditional_escape(comment.club.name if comment.club else "")
    if comment.read is not None and (place := place_in_book(comment, measures)):
        return said(gettext("“%(title)s”, %(place)s"), title=titled(comment.read), place=place)
    if comment.chapter is None:
        return _quoted(comment.subject)
    chapter, work = comment.chapter, comment.its_work
    chapter.work = work  # else it would be asked for again
    sentence = gettext("%(chapter)s of “%(title)s”")
    return said(sentence, chapter=naming(chapter.heading, chapter), title=titled(work))


def _quoted(thing: Titled) -> SafeString:
    return said(gettext("“%(title)s”"), title=titled(thing))


def hides_writer(comment: Comment) -> bool:
    """Whether it does not show whose it is: then it is not even found by who that is."""
    return _is_anonymous(comment) or _has_lost_its_name(comment)


def _is_anonymous(comment: Comment) -> bool:
    return comment.as_creator and comment.its_work.is_anonymous


def _has_lost_its_name(comment: Comment) -> bool:
    """Whoever wrote it left, or deleted their account, and took their name from it: the index may still know."""
    return comment.pseud_id is None and not comment.guest_name


def writer_of(comment: Comment) -> str:
    """By which name it is signed."""
    if _is_anonymous(comment):
        return gettext("Anonymous Creator")
    return comment.pseud.name if comment.pseud else comment.guest_name or gettext("A former member")


def _seen_lines(person: User, pks: Iterable[int]) -> list[Line]:
    rows = Line.objects.visible_to(person).filter(pk__in=pks)
    return list(
        rows.select_related(
            *("membership__pseud", "hands"),
            *("meeting__club", "meeting__read", "meeting__minutes"),
        ).prefetch_related("hands__lines")
    )


def hit_of_line(line: Line, language: str = "", marks: Marks | None = None) -> Hit:
    """One line of a meeting: in its minutes once they are published, before that in its room."""
    kind, who = gettext("Said in a meeting"), _name(line.membership)
    if line.kind == LineKind.HANDS:
        kind = gettext("Show of hands")
    elif line.kind == LineKind.BOOK:
        kind = gettext("Passage in a meeting")
    elif line.kind == LineKind.TOPIC:
        # Its words are those of whoever asked, not of whoever brought it up.
        kind, who = gettext("Question in a meeting"), ""
    return Hit(
        kind=kind,
        who=who,
        club=line.meeting.club,
        about=_meeting(line.meeting),
        at=line.at,
        url=_talk_url(line.meeting, line),
        opens=gettext("See the talk"),
        words=excerpt(words_of_line(line), language, marks),
        quote=excerpt(line.quote, language, marks),
        meeting_id=line.meeting_id,
        quote_in=line.meeting.read.language if line.meeting.read else "",
    )


def _talk_url(meeting: Meeting, line: Line) -> str:
    minutes = getattr(meeting, "minutes", None)
    stands_in = "minutes" if minutes is not None and minutes.published_at else "room"
    return f"{meeting.get_absolute_url()}/{stands_in}#line-{_number_in(stands_in, line)}"


def _number_in(stands_in: str, line: Line) -> int:
    """Where it stands; in minutes a show of hands stands where it was counted."""
    if stands_in == "minutes" and line.kind == LineKind.HANDS and line.hands:
        counted = [each.number for each in line.hands.lines.all() if each.kind == LineKind.COUNT]
        return counted[0] if counted else line.number
    return line.number


def seen_questions(person: User, questions: Q) -> list[Question]:
    """Those that the person may see, as the page of their meeting has them, with what a hit shows. Two queries."""
    lines = Line.objects.visible_to(person).filter(kind=LineKind.TOPIC).order_by("number")
    rows = Question.objects.visible_to(person).filter(questions)
    rows = rows.select_related(
        *("membership__pseud", "meeting__club", "meeting__read", "meeting__minutes")
    )
    return list(rows.prefetch_related(Prefetch("lines", lines, to_attr="brought_up")))


def hit_of_question(question: Question, language: str = "", marks: Marks | None = None) -> Hit:
    """A question of the agenda: where the talk about it begins, else on the page of its meeting."""
    meeting, brought_up = question.meeting, getattr(question, "brought_up", ())
    return Hit(
        kind=gettext("Question in a meeting"),
        who=question.membership.name,
        club=meeting.club,
        about=_meeting(meeting),
        at=question.sent_at,
        url=_talk_url(meeting, brought_up[0])
        if brought_up
        else f"{meeting.get_absolute_url()}#question-{question.pk}",
        opens=gettext("See the talk") if brought_up else gettext("See the agenda"),
        words=excerpt(question.text, language, marks),
    )


def _seen_minutes(person: User, pks: Iterable[int]) -> list[Minutes]:
    rows = Minutes.objects.visible_to(person).filter(pk__in=pks)
    return list(rows.select_related("meeting__club", "meeting__read"))


def _hit_of_minutes(minutes: Minutes, language: str, marks: Marks) -> Hit:
    meeting = minutes.meeting
    return Hit(
        kind=gettext("Minutes"),
        who="",
        club=meeting.club,
        about=_meeting(meeting),
        at=meeting.held_at or minutes.published_at or minutes.edited_at,
        url=reverse("meetings:minutes_detail", args=[meeting.pk]),
        opens=gettext("Read the minutes"),
        words=excerpt(plain(minutes.html), language, marks),
    )


def hit_of_meeting(meeting: Meeting, *, is_last: bool) -> Hit:
    """A meeting as a whole: its minutes once they are published, before that its room. For whom its talk is open."""
    minutes = getattr(meeting, "minutes", None)
    is_there = minutes is not None and minutes.published_at and not minutes.discarded_at
    told = excerpt(plain(minutes.html), "", None) if minutes and is_there else []
    return Hit(
        kind=gettext("The last meeting") if is_last else pgettext("noun", "Meeting"),
        who="",
        club=meeting.club,
        about=_meeting(meeting),
        at=meeting.held_at or meeting.made_at,
        url=reverse(
            "meetings:minutes_detail" if is_there else "meetings:room_detail", args=[meeting.pk]
        ),
        words=told,
    )


def _seen_predictions(person: User, pks: Iterable[int]) -> list[Prediction]:
    rows = Prediction.objects.visible_to(person).filter(pk__in=pks)
    return list(rows.select_related("membership__pseud", "read__club", "read__work", "read__book"))


def _hit_of_prediction(
    prediction: Prediction, language: str, marks: Marks, *, measures: Measures
) -> Hit:
    read = prediction.read
    place = place_name(read, prediction.upto, measures.of(read))
    return Hit(
        kind=gettext("Prediction"),
        who=_name(prediction.membership),
        club=read.club,
        about=said(gettext("“%(title)s”, %(place)s"), title=titled(read), place=place),
        at=prediction.made_at,
        url=reverse("memory:prediction_index", args=[read.club_id, read.pk])
        + f"#prediction-{prediction.pk}",
        opens=gettext("See the predictions"),
        words=excerpt(prediction.text, language, marks),
    )


def _seen_kept(person: User, pks: Iterable[int]) -> list[KeptNote]:
    rows = KeptNote.objects.visible_to(person).filter(pk__in=pks)
    return list(rows.select_related("membership__pseud", "read", "club"))


def _hit_of_kept(note: KeptNote, language: str, marks: Marks) -> Hit:
    url = (
        reverse("memory:memory_detail", args=[note.club_id, note.read.pk]) + f"#kept-{note.pk}"
        if note.read
        else "#"
    )
    return Hit(
        kind=gettext("Older note"),
        who=_name(note.membership),
        club=note.club,
        about=_quoted(note.read) if note.read else note.club.name,
        at=note.written_at,
        url=url,
        opens=gettext("See the memories"),
        words=excerpt(plain_under_cover(note.html), language, marks),
        quote=excerpt(note.exact, language, marks),
        words_in=note.language,
        quote_in=note.read.language if note.read else "",
    )


def _seen_questions(person: User, pks: Iterable[int]) -> list[Question]:
    return seen_questions(person, Q(pk__in=pks))


_SEEN: dict[str, Any] = {
    "comment": seen_comments,
    "line": _seen_lines,
    "question": _seen_questions,
    "minutes": _seen_minutes,
    "prediction": _seen_predictions,
    "kept_note": _seen_kept,
}
_HIT: dict[str, Any] = {
    "line": hit_of_line,
    "question": hit_of_question,
    "minutes": _hit_of_minutes,
    "kept_note": _hit_of_kept,
}


def _name(membership: Membership | None) -> str:
    return membership.name if membership else gettext("A former member")


def _meeting(meeting: Meeting) -> SafeString:
    name = in_language(meeting.name, "")
    if meeting.read is None:
        return name
    return said(gettext("%(meeting)s (“%(read)s”)"), meeting=name, read=titled(meeting.read))


def excerpt(text: str, language: str, marks: Marks | None) -> list[ExcerptPiece]:
    """A stretch of the text around the first words that were asked for, with all of them marked."""
    text = " ".join(text.split())
    if not text:
        return []
    spans = _spans(text, language, marks) if marks else []
    start, end = _window(text, spans[0][0] if spans else 0)
    pieces: list[ExcerptPiece] = [ExcerptPiece("… ")] if start else []
    at = start
    for left, right in spans:
        if left < at or right > end:
            continue
        if left > at:
            pieces.append(ExcerptPiece(text[at:left]))
        pieces.append(ExcerptPiece(text[left:right], is_marked=True))
        at = right
    if at < end:
        pieces.append(ExcerptPiece(text[at:end]))
    if end < len(text):
        pieces.append(ExcerptPiece(" …"))
    return pieces


def _spans(text: str, language: str, marks: Marks) -> list[tuple[int, int]]:
    """Where the words stand that were asked for; what overlaps is one."""
    spans: list[tuple[int, int]] = []
    for each in stems_of(text, language):
        word = fold(text[each.start : each.end]) if marks.beginnings else ""
        if each.stem not in marks.stems and not word.startswith(marks.beginnings or ("\0",)):
            continue
        if spans and each.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], each.end))
        else:
            spans.append((each.start, each.end))
    return spans


def _window(text: str, first: int) -> tuple[int, int]:
    """The stretch that is shown, from word to word."""
    start = 0
    if first > AROUND:
        start = text.find(" ", first - AROUND) + 1
        start = start if 0 < start <= first else first - AROUND
    end = len(text)
    if end - start > LONGEST:
        end = text.rfind(" ", start, start + LONGEST)
        end = end if end > first else start + LONGEST
    return start, end
