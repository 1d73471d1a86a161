"""Keeping what was read: a parsed work becomes a work, or brings one up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from bookcub.core import clock
from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.story.remarks import Remark, remark
from bookcub.importing.actions.save_chapters import ChapterCounts, keep_chapters
from bookcub.importing.actions.save_relations import keep_comments, keep_debts, keep_series
from bookcub.importing.mapping import MappedChapter, MappedFields, MappedWork, map_work
from bookcub.importing.models import WorkOrigin
from bookcub.importing.queries.same_work import Comparison, compare, elsewhere, merged, same_work
from bookcub.importing.queries.signatures import signature_of
from bookcub.people.models import Pseud, User
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import TagKind
from bookcub.works.actions import make_work, revise_work
from bookcub.works.actions.chapters import post_chapters
from bookcub.works.choices import MayComment, Visibility
from bookcub.works.fields import Tags, WorkFields
from bookcub.works.models import Work

UNSPECIFIED_FANDOM = "Unspecified Fandom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the person who imports decided: what the work says, which chapters and in which order."""

    fields: WorkFields
    tags: Tags
    chapters: Sequence[MappedChapter]
    publish: bool = False
    with_comments: bool = True
    with_series: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a parsed work."""

    work: Work
    is_new: bool
    chapters: ChapterCounts
    comments_added: int = 0
    notices: tuple[Remark, ...] = field(default=())


def keep(
    parsed: ParsedWork,
    *,
    as_pseud: Pseud,
    publish: bool = False,
    files_under: str = UNSPECIFIED_FANDOM,
) -> Kept:
    """Keep a parsed work without asking anything. One transaction.

    What this person imported before from the same source is updated. A work without a fandom is
    filed under “Unspecified Fandom”; under none (`files_under=""`) it is not posted. Nothing that does not fit
    raises: it is told in the notices.
    """
    mapped = map_work(parsed, signed=signature_of(as_pseud))
    with transaction.atomic():
        _one_at_a_time(as_pseud.user)
        comparison = compare(mapped, same_work(mapped, as_pseud.user))
        wanted = merged(mapped, comparison)
        notices = mapped.notices_for(update=comparison.work is not None)
        if not wanted[TagKind.FANDOM.value] and files_under:
            wanted[TagKind.FANDOM.value] = [files_under]
            notices = tuple(each for each in notices if each.code != "no-fandom")
            notices = (*notices, remark("fandom-filed", files_under))
        publish = publish and bool(wanted[TagKind.FANDOM.value])
        fields, tags = plan_of(wanted, comparison.work, elsewhere(mapped.address))
        if comparison.work is None:
            fields = replace(fields, credit=mapped.credit)
        wishes = Wishes(fields=fields, tags=tags, chapters=comparison.wanted, publish=publish)
        kept = _keep(mapped, comparison, wishes, as_pseud)
    return replace(kept, notices=tuple(dict.fromkeys([*notices, *kept.notices])))


def keep_as_wished(mapped: MappedWork, wishes: Wishes, *, as_pseud: Pseud) -> Kept:
    """Keep a work as its person looked it through. ValidationError, by field, where a limit is broken."""
    with transaction.atomic():
        _one_at_a_time(as_pseud.user)
        comparison = compare(mapped, same_work(mapped, as_pseud.user))
        return _keep(mapped, comparison, wishes, as_pseud)


def plan_of(wanted: MappedFields, work: Work | None, address: str) -> tuple[WorkFields, Tags]:
    """What the work shall say, with its present settings or those of a new work."""
    fields = WorkFields(
        title=wanted["title"],
        summary=wanted["summary"],
        notes=wanted["notes"],
        end_notes=wanted["end_notes"],
        language=wanted["language"],
        rating=Rating(wanted["rating"]),
        warnings=ArchiveWarning.from_codes(wanted["warnings"]),
        categories=Category.from_codes(wanted["categories"]),
        chapters_planned=wanted["chapters_planned"],
        visibility=Visibility(wanted["visibility"]),
        is_anonymous=wanted["is_anonymous"],
        original_url=work.original_url or address if work else address,
    )
    if work is not None:
        fields = replace(
            fields,
            may_comment=MayComment(work.may_comment),
            moderates_comments=work.moderates_comments,
            credit=work.credit,
        )
    return fields, {kind: tuple(wanted[kind.value]) for kind in TagKind}


def _one_at_a_time(person: User) -> None:
    # The same file twice at the same moment must not become two works.
    User.objects.select_for_update().get(pk=person.pk)


def _keep(mapped: MappedWork, comparison: Comparison, wishes: Wishes, pseud: Pseud) -> Kept:
    work = comparison.work
    notices: list[Remark] = []
    if work is None:
        work = make_work(by=pseud, fields=wishes.fields, tags=wishes.tags)
    else:
        revise_work(work=work, fields=wishes.fields, tags=wishes.tags)
        if comparison.missing:
            notices.append(remark("chapters-stay", comparison.missing))
        wished = {chapter.key for chapter in wishes.chapters}
        if out := sum(
            match.is_left_out and match.chapter.key not in wished for match in comparison.matches
        ):
            notices.append(remark("chapters-stay-out", out))
    counts = keep_chapters(work, comparison, wishes.chapters, by=pseud)
    keep_debts(work, mapped, by=pseud.user)
    if wishes.with_series:
        keep_series(work, mapped, by=pseud.user)
    _remember(work, mapped, comparison, wishes, by=pseud.user)
    if wishes.publish:
        notices += _post(work, counts, by=pseud.user)
    comments = keep_comments(work, mapped.comments) if wishes.with_comments else 0
    work.refresh_from_db()
    return Kept(work, comparison.work is None, counts, comments, tuple(notices))


def _remember(
    work: Work, mapped: MappedWork, comparison: Comparison, wishes: Wishes, *, by: User
) -> None:
    origin = comparison.origin or WorkOrigin(work=work, imported_by=by)
    # A part of a work says nothing about the whole.
    origin.fingerprint = (
        origin.fingerprint if mapped.is_part and origin.fingerprint else mapped.fingerprint
    )
    origin.address = mapped.address or origin.address
    known = {name: value for name, value in mapped.fields.items() if name not in mapped.not_given}
    origin.fields = (origin.fields or mapped.fields) | known
    origin.note_left_out(comparison.not_wanted({chapter.key for chapter in wishes.chapters}))
    origin.parts |= {title.casefold(): part for title, part in mapped.parts.items()}
    origin.skin = mapped.skin or origin.skin
    origin.format, origin.authors = mapped.format, list(mapped.authors) or origin.authors
    origin.updated_at = clock.now()
    origin.save()


def _post(work: Work, counts: ChapterCounts, *, by: User) -> list[Remark]:
    """Post what is not posted yet; say what stays a draft."""
    drafts = [chapter for chapter in counts.kept if not chapter.is_posted]
    for chapter in drafts:
        chapter.work = work
    done = post_chapters(chapters=drafts, by=by)
    told = []
    if done.waiting:
        one = done.waiting == 1
        told.append(remark("chapter-waits" if one else "chapters-wait", done.waiting))
    if done.refused:
        one = done.refused == 1
        told.append(remark("chapter-too-short" if one else "chapters-too-short", done.refused))
    return told
