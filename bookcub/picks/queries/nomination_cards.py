"""Nominations as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.clubs.models import LeftNotes, Membership
from bookcub.clubs.queries.heard import unheard_in
from bookcub.people.models import User
from bookcub.picks.models import Nomination, NominationQuerySet, Pick, Second, Stage
from bookcub.picks.policies import may_withdraw
from bookcub.reading.queries.blurbs import blurbs, for_blurbs
from bookcub.reads.models import OutsideBook
from bookcub.web.blurb import Blurb, Link
from bookcub.works.models import Work

WHY_NOT = {
    "gone": gettext_lazy("Not everybody in the club could read it any longer."),
    "seconds": gettext_lazy("Not enough members seconded it."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One nomination as one member sees it."""

    nomination: Nomination
    who: Link | None  # none where this member does not hear of them, as of what they say of it
    why: str
    title: str
    language: str
    byline: str
    blurb: Blurb | None  # where this member may read the work
    book: OutsideBook | None
    seconds: tuple[str, ...]
    is_mine: bool
    is_from_last_time: bool  # it did not win then
    is_seconded: bool  # by this member
    left_out: str  # why it did not come to the vote
    is_winner: bool
    may_withdraw: bool
    role: str  # "suggestion"; where a club takes turns: "wish", or "choice" where whose turn it was chose their own
    lacking: int | None = None  # seconds until it goes on; none where it needs none
    votes: str = ""  # what it came to, once that may be known
    share: float = 0  # of 100: beside what got most

    @property
    def chances(self) -> str:
        """Whether it goes on when suggestions close; nothing where that does not depend on seconds."""
        if self.lacking is None:
            return ""
        if not self.lacking:
            return gettext("It has been seconded enough to go on.")
        sentence = ngettext(
            "It needs %(number)d more member to second it.",
            "It needs %(number)d more members to second it.",
            self.lacking,
        )
        return sentence % {"number": self.lacking}

    @property
    def number(self) -> int:
        return self.nomination.number

    @property
    def is_mine_now(self) -> bool:
        """Whether this member made it this time: what stays from last time takes nobody's place."""
        return self.is_mine and not self.is_from_last_time

    @property
    def is_closed(self) -> bool:
        """Whether this member cannot open what it names: a draft again, gone, or for named people."""
        return self.blurb is None and self.book is None

    @property
    def length(self) -> str:
        """How long an outside book is, as far as anybody said."""
        if self.book is None:
            return ""
        chapters, pages = len(self.book.chapter_titles), self.book.page_count
        lengths = []
        if chapters:
            words = ngettext("%(number)d chapter", "%(number)d chapters", chapters)
            lengths.append(words % {"number": chapters})
        if pages:
            words = ngettext("%(number)d page", "%(number)d pages", pages)
            lengths.append(words % {"number": pages})
        return ", ".join(lengths)


def cards_of(pick: Pick, me: Membership, person: User) -> list[Card]:
    """The nominations that nobody took back, by number. The same few queries for any length."""
    found = list(nominations_of(pick).filter(withdrawn_at=None))
    shown = blurbs_of(found, person)
    unheard = unheard_in(pick.club_id, person) if found else frozenset()
    return [_card(each, pick, me, shown, unheard) for each in found]


def nominations_of(pick: Pick) -> NominationQuerySet:
    """All nominations of a pick with whoever brought and seconded them."""
    seconds = Second.objects.select_related("membership__pseud")
    people = ("membership__pseud__user", "membership__user", "book")
    return pick.nominations.select_related(*people).prefetch_related(Prefetch("seconds", seconds))


def blurbs_of(nominations: Sequence[Nomination], person: User) -> dict[int, Blurb]:
    """The works among them that this person may read, by their ids."""
    ids = {each.work_id for each in nominations if each.work_id is not None}
    works = list(for_blurbs(Work.objects.visible_to(person).posted().filter(pk__in=ids)))
    return {work.pk: blurb for work, blurb in zip(works, blurbs(works, person), strict=True)}


def name_of(membership: Membership) -> Link:
    """A member's name, leading to their page while they can be found there."""
    pseud = membership.pseud
    is_named = pseud is not None and membership.left_notes != LeftNotes.UNNAME
    return Link(membership.name, pseud.get_absolute_url() if pseud and is_named else "")


def _card(
    nomination: Nomination,
    pick: Pick,
    me: Membership,
    shown: dict[int, Blurb],
    unheard: Collection[int],
) -> Card:
    is_heard = nomination.membership_id not in unheard
    blurb = shown.get(nomination.work_id or 0)
    why_not = pick.count.get("left_out", {}).get(str(nomination.number), "")
    seconds = list(nomination.seconds.all()) if pick.takes_seconds else []
    return Card(
        nomination=nomination,
        who=name_of(nomination.membership) if is_heard else None,
        why=nomination.why if is_heard else "",
        title=blurb.title if blurb else nomination.title,
        language=blurb.language if blurb else nomination.language,
        byline=nomination.byline,
        blurb=blurb,
        book=nomination.book,
        seconds=tuple(
            each.membership.name for each in seconds if each.membership_id not in unheard
        ),
        is_mine=nomination.membership_id == me.pk,
        is_from_last_time=nomination.made_at < pick.opened_at,
        is_seconded=any(each.membership_id == me.pk for each in seconds),
        left_out="" if pick.stage == Stage.CANCELLED else str(WHY_NOT.get(why_not, "")),
        is_winner=nomination.pk == pick.winner_id,
        may_withdraw=may_withdraw(me, nomination),
        role=_role(nomination, pick),
        lacking=_lacking(pick, seconds),
    )


def _lacking(pick: Pick, seconds: Sequence[Second]) -> int | None:
    needed = pick.terms.seconds_needed
    if not pick.is_nominating or pick.is_by_turns or not needed:
        return None
    # As `seconds_of` counts: of those who belong.
    there = [each for each in seconds if each.membership.left_at is None]
    return max(needed - len(there), 0)


def _role(nomination: Nomination, pick: Pick) -> str:
    if not pick.is_by_turns:
        return "suggestion"
    is_choice = nomination.pk == pick.winner_id and nomination.membership_id == pick.turn_of_id
    return "choice" if is_choice else "wish"
