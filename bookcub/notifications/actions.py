"""Putting lines into inboxes, and what people do with theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce

from bookcub.clubs.models import Involvement, Membership
from bookcub.core.behind import WrittenBehind
from bookcub.core.clock import now
from bookcub.notifications.channels import CHANNELS
from bookcub.notifications.kinds.base import NoticeKind, Telling
from bookcub.notifications.letters import OF_CLUB
from bookcub.notifications.models import LetterRefusal, Notice, NoticeQuerySet
from bookcub.people.models import Preferences, User

MOMENT = timedelta(microseconds=1)

# By person and line: when they followed it.
opened_lines: WrittenBehind[tuple[int, int], datetime] = WrittenBehind("opened-lines")


def notify(*, kind: NoticeKind[Any], telling: Telling) -> None:
    """Put one line into each inbox, or bring the one that stands there up again, and let channels know."""
    with transaction.atomic():
        # Locked: lines about what is deleted meanwhile would stay for ever.
        told = _put(kind, telling) if _is_there(telling.of) else []
    for channel in CHANNELS:
        channel.told(telling, told)


def _is_there(subject: Model) -> bool:
    rows: QuerySet[Model] = QuerySet(type(subject)).select_for_update(no_key=True)
    return rows.filter(pk=subject.pk).values_list("pk").first() is not None


def _put(kind: NoticeKind[Any], telling: Telling) -> list[Notice]:
    """The lines that are news to their readers."""
    people = {user.pk: user for user in telling.to}
    at = telling.at or now()
    lines = kind.lines_about(telling.of)
    known = set(lines.filter(user__in=people).values_list("user", flat=True))
    if kind.comes_again:
        since = Coalesce("read_at", "since")  # what they have not looked at since
        lines.filter(user__in=known).update(
            since=since, read_at=None, made_at=at, by=telling.by, work=telling.work
        )
    new = [
        Notice(
            user=user,
            kind=kind.name,
            subject=telling.of.pk,
            by_id=telling.by,
            club_id=telling.club,
            work_id=telling.work,
            made_at=at,
            since=at - MOMENT,
        )
        for pk, user in people.items()
        if pk not in known
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    told = lines.filter(user__in=people).select_related("user")
    return list(told if kind.comes_again else told.exclude(user__in=known))


def leave_opened(person: User, notice: Notice) -> None:
    """Note that somebody followed a line to what it is about, without waiting until that is stored."""
    opened_lines.leave((person.pk, notice.pk), now())


@opened_lines.stored_by
def _mark_opened(told: Mapping[tuple[int, int], datetime]) -> None:
    for (person, notice), at in told.items():
        # What came again since is news.
        lines = Notice.objects.filter(user=person, pk=notice, made_at__lte=at)
        lines.mark_read()


def throw_away(notices: NoticeQuerySet) -> int:
    """Delete lines of the inbox; what they are about stays where it is."""
    gone, _ = Notice.objects.filter(pk__in=list(notices.values_list("pk", flat=True))).delete()
    return gone


def chosen(*, of: User, ids: Sequence[int], everything: bool) -> NoticeQuerySet:
    """The person's own notices of these ids, or all of them."""
    own = Notice.objects.of(of)
    own = own if everything else own.filter(pk__in=ids)
    return own.visible_to(of, kinds=own.kinds())


def send_no_more(*, user_id: int, kind: str, email: str) -> None:
    """Stop a kind of letter to a member, or all letters to a guest."""
    if email:
        LetterRefusal.objects.add(email)
    elif kind.startswith(OF_CLUB):
        club = int(kind.removeprefix(OF_CLUB))
        Membership.objects.filter(user=user_id, club=club).update(involvement=Involvement.NOTHING)
    elif kind in {"mails_comments", "mails_invitations", "mails_kudos"}:
        Preferences.objects.filter(user=user_id).update(**{kind: False})
