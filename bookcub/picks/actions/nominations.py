"""Suggest, take back, second."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.picks.actions.evenings import evening_after
from bookcub.picks.actions.picks import NotNowError, ensure_belongs, locked
from bookcub.picks.actions.same_books import is_same
from bookcub.picks.models import Nomination, Pick, Second
from bookcub.reads.actions.books import BookFields, add_book
from bookcub.reads.models import Read
from bookcub.reads.queries.readable import readable_by_all
from bookcub.works.models import Work

ALREADY_READ = gettext_lazy(
    "Your club has read this before, and its rules say that nothing is read twice. Hosts can change the rules."
)


@transaction.atomic
def nominate(
    *,
    pick: Pick,
    by: Membership,
    what: Work | BookFields,
    why: str = "",
    is_own_turn: bool = False,
) -> Nomination:
    """Suggest a work that the nominator can read, or an outside book.

    Raises NotNowError where the pick takes no more, ValidationError where this one may not be suggested. The limit
    for each member does not hold for what somebody chooses in their own turn.
    """
    fresh = locked(pick)
    ensure_belongs(by)
    if not fresh.is_nominating:
        raise NotNowError(
            gettext(
                "Suggestions are already closed. Keep yours for the next time your club chooses."
            ),
            code="closed",
        )
    if not is_own_turn:
        _ensure_within_limit(fresh, by)
    ensure_new(fresh, what)

    nomination = Nomination(
        pick=fresh, number=_next_number(fresh), membership=by, why=why, made_at=now()
    )
    if isinstance(what, Work):
        nomination.work = what
        nomination.title, nomination.byline = what.title, what.kept_byline[:500]
        nomination.language = what.language
    else:
        nomination.book = add_book(what)
        nomination.title, nomination.byline = what.title, what.author
    nomination.save()
    if fresh.nominations_close_at is None and not fresh.is_by_turns:
        # The first date passed without a suggestion; now there is something to wait for again.
        fresh.nominations_close_at = evening_after(fresh.club, fresh.terms.nominating_days)
        fresh.reminded_at = None
        fresh.save(update_fields=["nominations_close_at", "reminded_at"])
    return nomination


def left_for(pick: Pick, member: Membership) -> int:
    """How many more suggestions this member has. What stays from last time takes nobody's place."""
    made = Nomination.objects.made_for(pick).filter(membership=member).count()
    return max(pick.terms.nominations_each - made, 0)


@transaction.atomic
def withdraw(*, nomination: Nomination) -> None:
    """Take a suggestion off the list. Raises NotNowError once it is too late for that."""
    pick = locked(nomination.pick)
    if not (pick.is_nominating or pick.is_voting):
        raise NotNowError(
            gettext("The choice is made, so this can no longer be taken back."), code="closed"
        )
    nomination.refresh_from_db()
    nomination.withdraw()


@transaction.atomic
def second(*, nomination: Nomination, by: Membership) -> None:
    """Say yes to another's suggestion. Twice changes nothing. Raises NotNowError."""
    pick = locked(nomination.pick)
    ensure_belongs(by)
    nomination.refresh_from_db()
    if not pick.is_nominating or nomination.is_withdrawn:
        raise NotNowError(
            gettext("It is too late to second this: suggestions are closed, or it was taken back."),
            code="closed",
        )
    if not pick.takes_seconds:
        raise NotNowError(
            gettext("Here every suggestion goes on, so there is nothing to second."),
            code="not_asked_for",
        )
    if nomination.membership_id == by.pk:
        raise NotNowError(gettext("Only others can second your suggestion."), code="own")
    Second.objects.get_or_create(nomination=nomination, membership=by, defaults={"at": now()})


@transaction.atomic
def take_back_second(*, nomination: Nomination, by: Membership) -> None:
    """Raises NotNowError once suggestions are closed: then it is a ticket, or has counted."""
    pick = locked(nomination.pick)
    if not pick.is_nominating:
        raise NotNowError(gettext("Suggestions are closed, so your second stays."), code="counted")
    Second.objects.filter(nomination=nomination, membership=by).delete()


def _ensure_within_limit(pick: Pick, by: Membership) -> None:
    each = pick.terms.nominations_each
    if left_for(pick, by) > 0:
        return
    if pick.is_by_turns:
        sentence = ngettext(
            "Each member can make %(number)d wish. Take yours back to make another.",
            "Each member can make %(number)d wishes. Take one back to make another.",
            each,
        )
        raise NotNowError(sentence % {"number": each}, code="too_many")
    sentence = ngettext(
        "Each member can make %(number)d suggestion. Take yours back to make another.",
        "Each member can make %(number)d suggestions. Take one back to make another.",
        each,
    )
    raise NotNowError(sentence % {"number": each}, code="too_many")


def ensure_new(pick: Pick, what: Work | BookFields) -> None:
    """Raise ValidationError for what stands here already, was read before, or is closed to some members."""
    if isinstance(what, Work):
        _ensure_new_work(pick, what)
    else:
        _ensure_new_book(pick, what)


def _ensure_new_work(pick: Pick, work: Work) -> None:
    _ensure_not_suggested(pick, pick.nominations.available().filter(work=work).first())
    if (
        not pick.terms.allows_repeats
        and Read.objects.standing().filter(club=pick.club, work=work).exists()
    ):
        raise ValidationError(ALREADY_READ, code="read_already")
    if work.pk not in readable_by_all([work.pk], pick.club):
        raise ValidationError(
            gettext(
                "Not everybody in your club can open this work, so you cannot suggest it. "
                "Its author decides who can."
            ),
            code="not_for_all",
        )


def _ensure_new_book(pick: Pick, book: BookFields) -> None:
    for nomination in (
        pick.nominations.available().filter(book__isnull=False).select_related("book")
    ):
        if nomination.book and is_same(nomination.book, book):
            _ensure_not_suggested(pick, nomination)
    if pick.terms.allows_repeats:
        return
    reads = Read.objects.standing().filter(club=pick.club, book__isnull=False)
    for read in reads.select_related("book"):
        if read.book and is_same(read.book, book):
            raise ValidationError(ALREADY_READ, code="read_already")


def _ensure_not_suggested(pick: Pick, nomination: Nomination | None) -> None:
    if nomination is not None:
        sentence = (
            gettext(
                "“%(title)s” has already been suggested: it is number %(number)d. You can second it."
            )
            if pick.takes_seconds
            else gettext("“%(title)s” has already been suggested: it is number %(number)d.")
        )
        raise ValidationError(
            sentence % {"title": nomination.title, "number": nomination.number},
            code="suggested_already",
        )


def _next_number(pick: Pick) -> int:
    return (pick.nominations.aggregate(Max("number"))["number__max"] or 0) + 1
