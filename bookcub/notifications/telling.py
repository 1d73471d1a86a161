"""Who is told of what, in their inbox and by letter. Never the one who did it, never who may not see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bookcub.clubs.models import Involvement, Membership
from bookcub.comments.models import Comment, CommentClaim, Hearers
from bookcub.core.clock import now
from bookcub.notifications import tasks
from bookcub.notifications.models import Notice, NoticeKind
from bookcub.people.models import User
from bookcub.works.models import Creatorship, RelatedWork, Work

NEWS = timedelta(hours=1)


def of_comment(comment: Comment, *, by: User | None, by_letter: bool = True) -> None:
    """Tell the work's creators, and whoever it answers once it is approved."""
    # What was said long ago and comes in only now is no reason for a letter.
    is_news = by_letter and now() - comment.posted_at < NEWS
    if comment.hearers == Hearers.SELF:
        return
    for_all = comment.hearers == Hearers.EVERYONE
    told = dict.fromkeys(creators_of(comment.work) if for_all else (), NoticeKind.COMMENT)
    answered = _answered(comment)
    if answered is not None and comment.is_approved:
        told[answered] = NoticeKind.REPLY
    for user, kind in told.items():
        if _may_be_told(user, comment, by):
            _put(user, kind, comment, by_letter=is_news)
    if is_news and comment.is_approved:
        _tell_guest(comment)


def of_approval(comment: Comment, *, by: User) -> None:
    """Now whoever it answers may know of it."""
    answered = _answered(comment)
    if answered is not None and _may_be_told(answered, comment, by):
        _put(answered, NoticeKind.REPLY, comment, by_letter=True)
    _tell_guest(comment)


def of_edit(comment: Comment) -> None:
    """What waits for approval again is news for the creators, and not yet for anybody else."""
    if comment.is_approved:
        return
    creators = creators_of(comment.work)
    notices = Notice.objects.filter(comment=comment)
    notices.exclude(user__in=creators).delete()
    notices.update(read_at=None)


def of_answer(comment: Comment, *, by: User) -> None:
    """What one has answered one has read."""
    notices = Notice.objects.of(by).unread().filter(comment=comment.parent_id)
    notices.update(read_at=now())


def no_more_of(comment: Comment) -> None:
    """A deleted comment leaves every inbox."""
    Notice.objects.filter(comment=comment).delete()


def of_invitation(creatorship: Creatorship) -> None:
    Notice.objects.get_or_create(
        user=creatorship.pseud.user,
        creatorship=creatorship,
        defaults={"kind": NoticeKind.INVITATION},
    )


def invitation_answered(creatorship: Creatorship) -> None:
    Notice.objects.filter(creatorship=creatorship, read_at=None).update(read_at=now())


def of_related(related: RelatedWork) -> None:
    """Tell the creators of a work that another names it, once they may see that other."""
    if related.parent is None or _is_quiet(related.work):
        return
    for user in creators_of(related.parent):
        if related.approved_at is None and _may_see(user, related.work):
            Notice.objects.get_or_create(
                user=user, related=related, defaults={"kind": NoticeKind.RELATED}
            )


def of_claim(claim: CommentClaim) -> None:
    for user in creators_of(claim.comment.work):
        if user.pk != claim.pseud.user_id:
            Notice.objects.get_or_create(
                user=user, claim=claim, defaults={"kind": NoticeKind.CLAIM}
            )


def claim_answered(claim: CommentClaim) -> None:
    Notice.objects.filter(claim=claim, read_at=None).update(read_at=now())


def creators_of(work: Work) -> Iterable[User]:
    parts = Creatorship.objects.accepted().filter(work=work, pseud__user__is_active=True)
    return {part.pseud.user for part in parts.select_related("pseud__user")}


def _answered(comment: Comment) -> User | None:
    parent = comment.parent
    if parent is None or parent.pseud is None or parent.is_deleted:
        return None
    return parent.pseud.user if parent.pseud.user.is_active else None


def _may_be_told(user: User, comment: Comment, by: User | None) -> bool:
    if by is not None and user.pk == by.pk:
        return False
    if comment.club_id is not None:
        mine = Membership.objects.current().filter(club=comment.club_id, user=user)
        if not mine.exclude(involvement=Involvement.NOTHING).exists():
            return False
    # Whether they have come to it is asked when the line is shown and when the letter goes.
    return Comment.objects.heard_by(user).spoken().filter(pk=comment.pk).exists()


def _may_see(user: User, work: Work) -> bool:
    return Work.objects.visible_to(user).filter(pk=work.pk).exists()


def _is_quiet(work: Work) -> bool:
    """Whether all that is posted of it was posted without telling anyone."""
    posted = work.posted_chapters()
    return posted.exists() and not posted.filter(is_quiet=False).exists()


def _put(user: User, kind: NoticeKind, comment: Comment, *, by_letter: bool) -> None:
    since = comment.approved_at or comment.posted_at
    _, is_new = Notice.objects.get_or_create(
        user=user, comment=comment, defaults={"kind": kind, "made_at": since}
    )
    if is_new and by_letter and user.email and user.preferences.mails_comments:
        tasks.mail_comment.enqueue(comment.pk, user.pk, str(kind))


def _tell_guest(comment: Comment) -> None:
    parent = comment.parent
    if parent is not None and parent.guest_email and not parent.is_deleted:
        tasks.mail_guest.enqueue(comment.pk)
