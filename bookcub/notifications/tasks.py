"""Letters, carried by the background worker. What they may say is decided when they go, not when they are asked for."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django_tasks import task

from bookcub.clubs.models import Involvement, Membership
from bookcub.comments.models import Comment
from bookcub.comments.policies import Standing
from bookcub.notifications import letters
from bookcub.notifications.models import Notice, Refusal
from bookcub.notifications.queries.club_lines import row_for_letter
from bookcub.notifications.queries.kudos import kudos_of
from bookcub.people.models import User


@task()
def mail_comment(comment_id: int, user_id: int, kind: str) -> bool:
    """Tell a member of a comment, if they still may and want to know; says whether a letter went."""
    user = User.objects.filter(pk=user_id, is_active=True).select_related("preferences").first()
    if user is None or not user.email or not user.preferences.mails_comments:
        return False
    comment = (
        Comment.objects.visible_to(user)
        .spoken()
        .with_people()
        .select_related("work")
        .filter(pk=comment_id)
        .first()
    )
    if comment is None:
        return False
    letters.of_comment(comment, Standing.of(user, comment.work), to=user, kind=kind)
    return True


@task()
def mail_notice(notice_id: int) -> bool:
    """Write what an inbox's line says, if it is there for its reader and they still want to know; says whether it went."""
    notice = Notice.objects.select_related("user__preferences", "club").filter(pk=notice_id).first()
    if notice is None or not notice.user.is_active or not notice.user.email:
        return False
    user = notice.user
    if notice.club is None and not user.preferences.mails_comments:
        return False
    if notice.club is not None:
        involved = Membership.objects.current().filter(club=notice.club, user=user)
        if not involved.exclude(involvement=Involvement.NOTHING).exists():
            return False
    row = row_for_letter(notice)
    if row is None:
        return False
    letters.of_notice(notice, row, to=user)
    return True


@task()
def mail_guest(comment_id: int) -> bool:
    """Tell a guest that their comment is answered, if everybody may see the answer; says whether a letter went."""
    guest = AnonymousUser()
    comment = (
        Comment.objects.visible_to(guest)
        .spoken()
        .with_people()
        .select_related("work")
        .filter(pk=comment_id)
        .first()
    )
    parent = comment.parent if comment else None
    if comment is None or parent is None or not parent.guest_email or parent.is_deleted:
        return False
    same_guest = comment.is_by_guest and comment.guest_email == parent.guest_email
    if same_guest or Refusal.objects.stands(parent.guest_email):
        return False
    letters.of_guest_reply(comment, Standing.of(guest, comment.work), parent)
    return True


@task()
def mail_kudos(user_id: int, since: str, until: str) -> bool:
    """Tell a creator which kudos came between two moments (ISO 8601); says whether a letter went."""
    user = User.objects.filter(pk=user_id, is_active=True).select_related("preferences").first()
    if user is None or not user.email or not user.preferences.mails_kudos:
        return False
    rows = kudos_of(user, datetime.fromisoformat(since), datetime.fromisoformat(until))
    if not rows:
        return False
    letters.of_kudos(rows, to=user)
    return True
