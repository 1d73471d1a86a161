"""What people do with their inbox."""

from __future__ import annotations

from collections.abc import Sequence

from bookcub.clubs.models import Involvement, Membership
from bookcub.core.clock import now
from bookcub.notifications.models import Notice, NoticeQuerySet, Refusal
from bookcub.people.models import Preferences, User

OF_CLUB = "club-"  # begins the kind of a club's letters; its id follows


def mark_read(*, notices: NoticeQuerySet) -> int:
    return notices.unread().update(read_at=now())


def mark_unread(*, notices: NoticeQuerySet) -> int:
    return notices.read().update(read_at=None)


def throw_away(*, notices: NoticeQuerySet) -> int:
    """Delete lines of the inbox; what they are about stays where it is."""
    gone, _ = Notice.objects.filter(pk__in=list(notices.values_list("pk", flat=True))).delete()
    return gone


def chosen(*, of: User, ids: Sequence[int], everything: bool) -> NoticeQuerySet:
    """The person's own notices of these ids, or all of them."""
    own = Notice.objects.visible_to(of)
    return own if everything else own.filter(pk__in=ids)


def send_no_more(*, user_id: int, kind: str, email: str) -> None:
    """Stop a kind of letter to a member, or all letters to a guest."""
    if email:
        Refusal.objects.add(email)
    elif kind.startswith(OF_CLUB):
        club = int(kind.removeprefix(OF_CLUB))
        Membership.objects.filter(user=user_id, club=club).update(involvement=Involvement.NOTHING)
    elif kind in {"mails_comments", "mails_kudos"}:
        Preferences.objects.filter(user=user_id).update(**{kind: False})
