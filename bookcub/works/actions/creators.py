"""Who stands on the byline: inviting, leaving, orphaning."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.people.models import CoCreatorInvites, Pseud, User
from bookcub.people.policies import may_meet
from bookcub.works import signals
from bookcub.works.models import Creatorship, Revision, Work

ORPHANS = "orphan_account"


@transaction.atomic
def invite_co_creator(*, work: Work, pseud: Pseud, by: User) -> Creatorship:
    """Ask somebody onto the byline. ValidationError if they are on it or do not want to be asked."""
    present = work.creatorships.filter(pseud=pseud).first()
    if present is not None:
        sentence = (
            gettext("%(name)s is already a creator of this work.")
            if present.is_accepted
            else gettext("%(name)s has already been invited to this work.")
        )
        raise ValidationError(
            {
                "co_creators": ValidationError(
                    sentence % {"name": pseud.byline}, code="creator_already"
                )
            }
        )
    own = pseud.user_id == by.pk
    wishes = pseud.user.preferences.co_creator_invites
    if not own and (wishes == CoCreatorInvites.NOBODY or not may_meet(by, pseud.user)):
        raise ValidationError(
            {
                "co_creators": ValidationError(
                    gettext(
                        "%(name)s does not accept invitations to co-create. Remove the name to save the rest."
                    )
                    % {"name": pseud.byline},
                    code="takes_none",
                )
            }
        )
    last = work.creatorships.aggregate(last=Max("position"))["last"] or 0
    creatorship = Creatorship.objects.create(
        work=work,
        pseud=pseud,
        position=last + 1,
        invited_by=by,
        # One's own other pseud needs no asking.
        accepted_at=clock.now() if own else None,
    )
    if not own:
        transaction.on_commit(
            partial(signals.creator_invited.send, Creatorship, creatorship=creatorship)
        )
    return creatorship


@transaction.atomic
def leave_work(*, work: Work, by: User) -> None:
    """Take all pseuds of this person off the work. ValidationError if nobody would be left."""
    if not work.creatorships.accepted().exclude(pseud__user=by).exists():
        raise ValidationError(
            gettext("You are the only creator of this work. Orphan it or delete it instead."),
            code="only_creator",
        )
    work.creatorships.filter(pseud__user=by).delete()
    Work.objects.filter(pk=work.pk).follow_accounts()
    work.named_readers.remove(by)
    work.draft_readers.filter(Q(shown_by=by) | Q(user=by)).delete()
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def orphan_work(*, work: Work, by: User, keep_name: bool) -> None:
    """Give this person's part in the work to the orphans' account: the work stays, the tie is cut."""
    orphans = orphans_account()
    for creatorship in work.creatorships.filter(pseud__user=by).select_related("pseud"):
        heir = (
            orphans.pseuds.get_or_create(name=creatorship.pseud.name)[0]
            if keep_name
            else orphans.default_pseud
        )
        if work.creatorships.filter(pseud=heir).exists():
            creatorship.delete()
            continue
        own = Revision.objects.filter(chapter__work=work, saved_by=creatorship.pseud)
        own.update(saved_by=heir)
        creatorship.pseud, creatorship.invited_by = heir, None
        creatorship.save(update_fields=["pseud", "invited_by"])
    Work.objects.filter(pk=work.pk).follow_accounts()
    work.series.filter(made_by=by).update(made_by=orphans)
    work.draft_readers.filter(shown_by=by).delete()
    # What waited for its hour was still theirs to call back; now nobody could.
    waiting = work.chapters.filter(posted_at=None, scheduled_by=by)
    waiting.update(scheduled_for=None, scheduled_by=None)
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


def orphans_account() -> User:
    """The account that holds works whose authors have gone. Nobody can log in to it."""
    found = User.objects.named(ORPHANS).first()
    return found or User.objects.create_user(ORPHANS)
