"""What the forms ask for, carried out whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bookcub.core.page_urls import reverse
from bookcub.people.models import Pseud, User
from bookcub.works.actions.chapters import add_chapter, move_chapter, post_chapter
from bookcub.works.actions.creators import invite_co_creator
from bookcub.works.actions.related import relate
from bookcub.works.actions.series import put_in_series
from bookcub.works.actions.working_copies import close_form
from bookcub.works.actions.works import make_work, revise_work
from bookcub.works.commands import ChapterCommand, Parent, PostingCommand, WorkCommand
from bookcub.works.fields import ChapterFields
from bookcub.works.models import Chapter, Series, Work
from bookcub.works.queries.bylines import pseuds_named, users_named


@transaction.atomic
def write_work(
    *,
    by: Pseud,
    command: WorkCommand,
    text: ChapterCommand,
    posting: PostingCommand,
    form_key: str = "",
) -> Work:
    """A new work with its first chapter, posted if asked for. ValidationError, by field.

    The form of this key takes no copies from then on.
    """
    work = make_work(
        by=by,
        fields=command.fields,
        tags=command.tags,
        named_readers=users_named(command.named_readers, field="named_readers", by=by.user),
    )
    _surround(work=work, by=by.user, command=command)
    write_chapter(work=work, by=by, text=text, posting=posting)
    if form_key:
        close_form(by=by.user, key=form_key, address=reverse("works:work_edit", args=[work.pk]))
    return work


@transaction.atomic
def rewrite_work(*, work: Work, by: User, command: WorkCommand) -> Work:
    """Say all this of the work from now on, with its people, series and debts."""
    revise_work(
        work=work,
        fields=command.fields,
        tags=command.tags,
        named_readers=users_named(
            command.named_readers, field="named_readers", by=by, known=_who_may_read(work)
        ),
    )
    work.parents.exclude(pk__in=command.parents_kept).delete()
    _surround(work=work, by=by, command=command)
    return work


@transaction.atomic
def write_chapter(
    *,
    work: Work,
    by: Pseud,
    text: ChapterCommand,
    posting: PostingCommand,
    form_key: str = "",
) -> Chapter:
    """A new chapter, posted if asked for. A work that turns out longer than planned has no planned end any more."""
    chapter = add_chapter(
        work=work,
        by=by,
        fields=text.fields,
        html=text.html,
        position=text.position,
        note=text.note,
    )
    _plan(work, is_last=text.is_last)
    apply_posting(chapter=chapter, by=by.user, posting=posting)
    if form_key:
        address = reverse("works:chapter_edit", args=[work.pk, chapter.pk])
        close_form(by=by.user, key=form_key, address=address)
    return chapter


def _plan(work: Work, *, is_last: bool) -> None:
    """With its last chapter a work has as many as were planned; with more than were planned its end is open again."""
    chapters = work.chapters.filter(discarded_at=None).count()
    planned = work.chapters_planned
    if is_last:
        planned = chapters
    elif planned is not None and chapters > planned:
        planned = None
    if planned != work.chapters_planned:
        work.chapters_planned = planned
        work.save(update_fields=["chapters_planned"])


@transaction.atomic
def rewrite_chapter(
    *, chapter: Chapter, by: Pseud, text: ChapterCommand, posting: PostingCommand
) -> Chapter:
    """Save the chapter's text, its place and what becomes of it."""
    chapter.rewrite(by=by, html=text.html, fields=text.fields, note=text.note)
    if text.position is not None and text.position != chapter.position:
        move_chapter(chapter=chapter, position=text.position)
    if text.is_last:
        _plan(chapter.work, is_last=True)
    apply_posting(chapter=chapter, by=by.user, posting=posting)
    if chapter.is_posted:
        chapter.ensure_postable()
    return chapter


@transaction.atomic
def rewrite_draft(
    *,
    chapter: Chapter,
    by: Pseud,
    command: WorkCommand,
    text: ChapterCommand,
    posting: PostingCommand,
) -> Chapter:
    """Save a work and its one chapter together. Summary and notes of the chapter's own stay as they are."""
    rewrite_work(work=chapter.work, by=by.user, command=command)
    fields = ChapterFields(
        title=text.fields.title,
        summary=chapter.summary,
        notes=chapter.notes,
        end_notes=chapter.end_notes,
    )
    return rewrite_chapter(
        chapter=chapter, by=by, text=replace(text, fields=fields), posting=posting
    )


def apply_posting(*, chapter: Chapter, by: User, posting: PostingCommand) -> None:
    """Date the chapter, post or schedule it as asked."""
    if posting.dated != chapter.dated_on:
        chapter.redate(posting.dated)
    if posting.do == "post":
        post_chapter(chapter=chapter, by=by, quietly=posting.quietly)
    elif posting.do == "schedule":
        if posting.scheduled_for is None:
            raise ValidationError(
                {
                    "scheduled_for": ValidationError(
                        gettext("Choose when it should be posted."), code="required"
                    )
                }
            )
        chapter.schedule(by=by, at=posting.scheduled_for, quietly=posting.quietly)


def _who_may_read(work: Work) -> QuerySet[User]:
    """Who reads it by name already, or stands on the byline."""
    creators = work.creatorships.accepted().values("pseud__user")
    named = work.named_readers.values("pk")
    return User.objects.filter(Q(pk__in=creators) | Q(pk__in=named))


def _surround(*, work: Work, by: User, command: WorkCommand) -> None:
    for pseud in pseuds_named(command.co_creators, field="co_creators"):
        invite_co_creator(work=work, pseud=pseud, by=by)
    _put_in(work=work, by=by, wanted=command.series)
    if command.series_new:
        put_in_series(work=work, title=command.series_new, by=by)
    if command.parent is not None:
        _relate(work=work, by=by, parent=command.parent)


def _put_in(*, work: Work, by: User, wanted: Iterable[int]) -> None:
    # Only this person's own series: what co-creators did with theirs stays.
    for series in Series.objects.by_person(by):
        if series.pk in wanted:
            series.add(work)
        elif series.entries.filter(work=work).exists():
            series.take_out(work)


def _relate(*, work: Work, by: User, parent: Parent) -> None:
    found = None
    if parent.work_id is not None:
        found = Work.objects.visible_to(by).filter(pk=parent.work_id).first()
        if found is None:
            raise ValidationError(
                {
                    "parent": ValidationError(
                        gettext("You cannot read a work at this address. Check it for a typo."),
                        code="unknown",
                    )
                }
            )
    relate(
        work=work,
        relation=parent.relation,
        parent=found,
        url="" if found else parent.url,
        title="" if found else parent.title,
        author="" if found else parent.author,
        language=parent.language,
    )
