"""Letters at once, carried by the background worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django_tasks import task

from bookcub.clubs.models import Involvement, Membership
from bookcub.comments.models import Comment
from bookcub.comments.policies import Visitor
from bookcub.core.background import LETTERS
from bookcub.notifications import letters
from bookcub.notifications.channels.base import Channel, item_now
from bookcub.notifications.kinds import KINDS
from bookcub.notifications.kinds.base import Telling
from bookcub.notifications.models import LetterRefusal, Notice
from bookcub.people.page_language import archive_language, speaking_to


class Mail(Channel):
    def told(self, telling: Telling, notices: Sequence[Notice]) -> None:
        if telling.by_letter:
            for notice in notices:
                if notice.user.email:
                    mail_notice.enqueue(notice.pk, telling.at.isoformat() if telling.at else "")
        if telling.to_guest and isinstance(telling.of, Comment):
            answered = telling.of.parent
            if answered is not None and answered.guest_email and not answered.is_deleted:
                mail_guest.enqueue(telling.of.pk)


@task(queue_name=LETTERS)
def mail_notice(notice_id: int, at: str = "") -> bool:
    """Write what an inbox's line says, if its reader still wants to know; says whether a letter went.

    `at` is the moment of which it was told (ISO 8601), if that is known.
    """
    rows = Notice.objects.select_related("user__preferences", "club")
    notice = rows.filter(pk=notice_id).first()
    if notice is None or not notice.user.email or not _wants(notice):
        return False
    with speaking_to(notice.user):
        item = item_now(notice)
        if item is None:
            return False
        kind = KINDS[notice.kind]
        if not kind.is_worth_a_letter(notice, datetime.fromisoformat(at) if at else None):
            return False
        club = notice.club_id if kind.is_club_news else None
        sort = f"{letters.OF_CLUB}{club}" if club else kind.wanted_by
        out = letters.WayOut(notice.user_id, sort)
        letters.send(kind.letter(notice, item), to=notice.user.email, out=out)
    return True


@task(queue_name=LETTERS)
def mail_guest(comment_id: int) -> bool:
    """Tell a guest that their comment is answered, if everybody may see the answer; says whether a letter went."""
    guest = AnonymousUser()
    seen = Comment.objects.visible_to(guest).spoken().with_people().select_related("work")
    comment = seen.filter(pk=comment_id).first()
    parent = comment.parent if comment else None
    if comment is None or parent is None or not parent.guest_email or parent.is_deleted:
        return False
    same_guest = comment.is_by_guest and comment.guest_email == parent.guest_email
    if same_guest or LetterRefusal.objects.stands(parent.guest_email):
        return False
    with translation.override(archive_language()):
        letters.send_guest_reply(comment, Visitor.of(guest, comment.its_work), parent)
    return True


def _wants(notice: Notice) -> bool:
    kind = KINDS[notice.kind]
    if notice.club_id is None or not kind.is_club_news:
        return bool(getattr(notice.user.preferences, kind.wanted_by))
    member = Membership.objects.current().filter(club=notice.club_id, user=notice.user_id)
    return member.exclude(involvement=Involvement.NOTHING).exists()
