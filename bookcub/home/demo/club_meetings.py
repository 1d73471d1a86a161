"""When the demo's clubs met, what they said there, and what they had guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bookcub.clubs.models import Membership
from bookcub.core import clock
from bookcub.core.text import blocks_of
from bookcub.home.demo.club_talk import chapter_of, quoted
from bookcub.home.demo.club_texts import ClubText, days_before, spoken, written
from bookcub.home.demo.texts import Table
from bookcub.home.demo.typography import typographic
from bookcub.meetings.actions import questions, rooms, talking
from bookcub.meetings.actions.answers import say_whether
from bookcub.meetings.actions.meetings import Details, appoint, propose
from bookcub.meetings.availability import Span
from bookcub.meetings.models import Availability, Coming, Meeting, Minutes, SlotAnswer
from bookcub.meetings.queries.opening import Opening
from bookcub.memory.actions import predictions
from bookcub.memory.models import Outcome, Prediction

if TYPE_CHECKING:
    from bookcub.home.demo.club_loading import Life


def guess(text: ClubText, life: Life) -> None:
    """Seal what they sealed."""
    for said in text.predictions:
        with clock.set_to(days_before(life.at, said["days_ago"], of=said["text"])):
            predictions.seal(
                read=life.reads[said["read"]],
                by=life.members[said["by"]],
                text=typographic(said["text"]),
                upto=said["upto"],
                made_at_place=said["made_at"],
            )


def open_guesses(text: ClubText, life: Life) -> None:
    """Open what has come to its time, and let those who said so say how it came out."""
    for read in life.reads.values():
        predictions.open_reached(read)
    for said in text.predictions:
        verdicts = said.get("verdicts", {})
        if not verdicts:
            continue
        prediction = Prediction.objects.get(
            read=life.reads[said["read"]], text=typographic(said["text"])
        )
        for name, outcome in verdicts.items():
            predictions.judge(
                prediction=prediction, by=life.members[name], outcome=Outcome(outcome)
            )


def meet(text: ClubText, life: Life) -> None:
    """Every meeting: those that were held, one whose time is being found, and those to come."""
    host = life.members[text.members[0]["by"]]
    for said in text.meetings:
        called = days_before(life.at, said.get("days_ago", 0) + 9)
        with clock.set_to(min(called, life.at - timedelta(days=3))):
            meeting = _call(said, life, host)
            for asked in said.get("questions", []):
                questions.send(
                    meeting=meeting,
                    by=life.members[asked["by"]],
                    text=typographic(asked["text"]),
                    is_sealed=asked.get("sealed", False),
                )
            for name, coming in said.get("coming", {}).items():
                say_whether(meeting=meeting, by=life.members[name], coming=Coming(coming))
        if "lines" in said:
            _hold(said, life, meeting, host)


def _call(said: Table, life: Life, host: Membership) -> Meeting:
    details = Details(
        title=typographic(said["title"]),
        word=spoken(said.get("word", "")),
        place=typographic(said.get("place", "")),
        url=said.get("url", ""),
        read=life.reads[said["read"]],
        upto=said["upto"],
    )
    if not said.get("finding"):
        return appoint(club=life.club, by=host, details=details, span=_span(said, life, said))
    meeting = propose(
        club=life.club,
        by=host,
        details=details,
        spans=[_span(slot, life, said) for slot in said["slots"]],
        answers_until=life.at + timedelta(days=said["answers_until_days_ahead"]),
    )
    for slot in said["slots"]:
        stored = meeting.slots.get(starts_at=_span(slot, life, said).starts)
        for key, answer in (
            ("yes", Availability.YES),
            ("need", Availability.IF_NEED_BE),
            ("no", Availability.NO),
        ):
            SlotAnswer.objects.bulk_create(
                SlotAnswer(
                    slot=stored, membership=life.members[name], answer=answer, at=clock.now()
                )
                for name in slot.get(key, [])
            )
    return meeting


def _span(when: Table, life: Life, said: Table) -> Span:
    """The hour as the clocks of the club's place show it."""
    there = life.at.astimezone(ZoneInfo(life.club.time_zone))
    day = there + timedelta(days=when.get("days_ahead", -when.get("days_ago", 0)))
    starts = day.replace(hour=when["hour"], minute=0, second=0, microsecond=0)
    starts = starts.astimezone(UTC)
    return Span(starts=starts, ends=starts + timedelta(minutes=said["minutes_long"]))


def _hold(said: Table, life: Life, meeting: Meeting, host: Membership) -> None:
    begins = _span(said, life, said).starts
    spoken_at = [(float(line["minute"]), line) for line in said["lines"]]
    if "hands" in said:
        spoken_at.append((float(said["hands"]["minute"]), said["hands"]))
    for minute, line in sorted(spoken_at, key=lambda pair: pair[0]):
        with clock.set_to(begins + timedelta(minutes=minute)):
            _speak(line, life, meeting, said)
    over = begins + timedelta(minutes=said["minutes_long"])
    with clock.set_to(over):
        rooms.close_room(meeting=meeting, by=host)
    _keep_minutes(meeting, said, at=over + timedelta(hours=15))


def _speak(line: Table, life: Life, meeting: Meeting, said: Table) -> None:
    by = life.members[line["by"]]
    if "options" in line:
        show = talking.ask_for_hands(
            meeting=meeting,
            by=by,
            question=typographic(line["question"]),
            options=tuple(typographic(option) for option in line["options"]),
        )
        for name, option in line["raised"].items():
            talking.raise_hand(show=show, by=life.members[name], option=option)
        talking.count_hands(show=show, by=by)
    elif "quote" in line:
        chapter = chapter_of(life, line | {"read": said["read"]})
        _, passage = quoted(blocks_of(chapter.html), line["quote"])
        talking.open_book(
            meeting=meeting,
            by=by,
            opening=Opening(
                label=chapter.heading,
                quote=passage.exact,
                chapter=chapter,
                block_id=passage.start_block_id,
            ),
        )
    else:
        talking.say(meeting=meeting, by=by, html=spoken(line["text"]))


def _keep_minutes(meeting: Meeting, said: Table, *, at: datetime) -> None:
    minutes, _ = Minutes.objects.get_or_create(meeting=meeting)
    minutes.html = written(said["minutes"])
    minutes.published_at = minutes.edited_at = at
    minutes.save(update_fields=["html", "published_at", "edited_at"])
    minutes.revisions.create(number=1, html=minutes.html, at=at)
