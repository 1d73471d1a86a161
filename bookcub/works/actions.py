"""Changes that reach across works, chapters, tags and people. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from bookcub.core import clock
from bookcub.people.models import CoCreatorInvites, Pseud, User
from bookcub.tags.models import Tag
from bookcub.works import signals
from bookcub.works.fields import TITLE_MAX, ChapterFields, Tags, WorkFields, check_tags
from bookcub.works.models import (
    Chapter,
    Creatorship,
    RelatedWork,
    Relation,
    Series,
    Tagging,
    Work,
)

ORPHANS = "orphan_account"


@transaction.atomic
def make_work(
    *, by: Pseud, fields: WorkFields, tags: Tags, named_readers: Iterable[User] = ()
) -> Work:
    """A draft without chapters. ValidationError, by field, where a limit is broken."""
    said = fields.cleaned()
    check_tags(tags)
    work = Work()
    work.say(said)
    work.save()
    Creatorship.objects.create(work=work, pseud=by, invited_by=by.user, accepted_at=work.created_at)
    tag_work(work=work, tags=tags)
    work.named_readers.set(named_readers)
    return work


@transaction.atomic
def revise_work(
    *,
    work: Work,
    fields: WorkFields,
    tags: Tags | None = None,
    named_readers: Iterable[User] | None = None,
) -> Work:
    """Say all this of the work from now on; None leaves tags or readers as they are."""
    if tags is not None:
        check_tags(tags)
    work.revise(fields)
    if tags is not None:
        tag_work(work=work, tags=tags)
    if work.is_posted:
        work.ensure_postable()
    if named_readers is not None:
        work.named_readers.set(named_readers)
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))
    return work


@transaction.atomic
def tag_work(*, work: Work, tags: Tags) -> None:
    """Leave exactly these tags on the work, making those that are new to the archive."""
    check_tags(tags)
    with work.counting_tag_uses():
        wanted = [tag for kind, names in tags.items() for tag in Tag.objects.taken(names, kind)]
        Tagging.objects.put_on(work, wanted)


@transaction.atomic
def add_chapter(
    *,
    work: Work,
    by: Pseud | None,
    fields: ChapterFields | None = None,
    html: str,
    position: int | None = None,
    note: str = "",
) -> Chapter:
    """A draft chapter at `position` (at the end if None), sanitised, with its first revision."""
    last = work.chapters.aggregate(last=Max("position"))["last"] or 0
    place = last + 1 if position is None else max(1, min(position, last + 1))
    chapter = Chapter.objects.create(work=work, position=last + 1)
    # The empty state is no revision of its own: the first one holds what was written.
    if chapter.rewrite(by=by, html=html, fields=fields, note=note) is None:
        chapter.keep_revision(by=by, note=note)
    if place <= last:
        move_chapter(chapter=chapter, position=place)
    return chapter


@transaction.atomic
def move_chapter(*, chapter: Chapter, position: int) -> None:
    """Put the chapter at this place; the others close up."""
    others = list(chapter.work.chapters.exclude(pk=chapter.pk).values_list("pk", flat=True))
    place = max(1, min(position, len(others) + 1))
    reorder_chapters(
        work=chapter.work, ids=[*others[: place - 1], chapter.pk, *others[place - 1 :]]
    )
    chapter.position = place


@transaction.atomic
def reorder_chapters(*, work: Work, ids: Sequence[int]) -> None:
    """Put the chapters in this order. ValidationError unless each is named once."""
    chapters = {chapter.pk: chapter for chapter in work.chapters.select_for_update()}
    if sorted(ids) != sorted(chapters):
        raise ValidationError("The chapters have changed meanwhile; look at their order again.")
    for place, pk in enumerate(ids, start=1):
        chapters[pk].position = place
    Chapter.objects.bulk_update(chapters.values(), ["position"])
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def delete_chapter(*, chapter: Chapter) -> None:
    """Delete the chapter with its revisions. ValidationError for a work's last one."""
    work = chapter.work
    if not work.chapters.exclude(pk=chapter.pk).exists():
        raise ValidationError("A work keeps at least one chapter. Delete the work instead.")
    if chapter.is_posted and not work.posted_chapters().exclude(pk=chapter.pk).exists():
        raise ValidationError(
            "This is the only chapter that readers can see. Post another one first, "
            "or withdraw this one."
        )
    signals.chapter_deleted.send(Chapter, chapter=chapter)
    chapter.delete()
    work.renumber()
    work.count_again()
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def delete_work(*, work: Work, by: User | None) -> None:
    """Delete the work and all that hangs on it. Announced first, so that bookmarks keep its title."""
    signals.work_deleted.send(Work, work=work, by=by)
    all_series = list(work.series.all())
    Tag.objects.shift_uses(before=work.counted_tags(), after=set())
    work.delete()
    for series in all_series:
        series.settle()


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
        creatorship.pseud, creatorship.invited_by = heir, None
        creatorship.save(update_fields=["pseud", "invited_by"])
        for chapter in work.chapters.all():
            chapter.revisions.filter(saved_by__user=by).update(saved_by=heir)
    work.series.filter(made_by=by).update(made_by=orphans)
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


def orphans_account() -> User:
    """The account that holds works whose authors have gone. Nobody can log in to it."""
    found = User.objects.filter(username__iexact=ORPHANS).first()
    return found or User.objects.create_user(ORPHANS)


@transaction.atomic
def invite_co_creator(*, work: Work, pseud: Pseud, by: User) -> Creatorship:
    """Ask somebody onto the byline. ValidationError if they are on it or do not want to be asked."""
    present = work.creatorships.filter(pseud=pseud).first()
    if present is not None:
        state = "already a creator" if present.is_accepted else "already invited"
        raise ValidationError({"co_creators": [f"{pseud.byline} is {state}."]})
    own = pseud.user_id == by.pk
    wishes = pseud.user.preferences.co_creator_invites
    if not own and wishes == CoCreatorInvites.NOBODY:
        raise ValidationError(
            {"co_creators": [f"{pseud.byline} does not take invitations to co-create."]}
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
        raise ValidationError("You are its only creator. Orphan the work or delete it instead.")
    work.creatorships.filter(pseud__user=by).delete()
    work.named_readers.remove(by)
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def put_in_series(*, work: Work, title: str, by: User) -> Series:
    """Make a series of this title with the work as its first part."""
    title = " ".join(title.split())
    if not title or len(title) > TITLE_MAX:
        raise ValidationError(
            {"series_new": [f"A series has a title of 1 to {TITLE_MAX} characters."]}
        )
    series = Series.objects.create(title=title, made_by=by)
    series.add(work)
    return series


@transaction.atomic
def relate(  # noqa: PLR0913  # an outside work is described by all of these
    *,
    work: Work,
    relation: Relation,
    parent: Work | None = None,
    url: str = "",
    title: str = "",
    author: str = "",
    language: str = "",
) -> RelatedWork:
    """Say what the work owes to another one, here (`parent`) or outside; naming it twice changes nothing."""
    if parent is None and not (url or title):
        raise ValidationError({"parent": ["Name the work by its address or its title."]})
    if parent is not None and parent.pk == work.pk:
        raise ValidationError({"parent": ["A work cannot be inspired by itself."]})
    same = work.parents.filter(relation=relation, parent=parent, url=url, title=title).first()
    if same is not None:
        return same
    own = parent is not None and _share_a_creator(work, parent)
    related = RelatedWork.objects.create(
        work=work,
        relation=relation,
        parent=parent,
        url=url,
        title=title[:TITLE_MAX],
        author=author[:TITLE_MAX],
        language=language,
        approved_at=clock.now() if own else None,
    )
    if parent is not None and not own:
        transaction.on_commit(
            partial(signals.related_work_named.send, RelatedWork, related=related)
        )
    return related


def approve(*, related: RelatedWork) -> None:
    """Show the related work on its parent's page."""
    related.approve()


def post_due_chapters() -> int:
    """Post the scheduled chapters whose hour has come; each once, however many workers ask."""
    posted = 0
    for chapter in Chapter.objects.due().select_related("work", "scheduled_by"):
        try:
            posted += chapter.post(by=chapter.scheduled_by, quietly=chapter.is_quiet)
        except ValidationError:
            # It was emptied since it was scheduled: it stays a draft, and the drafts page shows it.
            chapter.unschedule()
    return posted


def _share_a_creator(one: Work, other: Work) -> bool:
    creators = one.creatorships.accepted().values("pseud__user")
    return other.creatorships.accepted().filter(pseud__user__in=creators).exists()
