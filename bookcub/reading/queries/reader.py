"""What the pages show on which a story is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import takewhile
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from bookcub.core.database.prepared import prepared
from bookcub.reading.hooks import COMPANY
from bookcub.reading.models import ChapterProgress, ListEntry, Place, ShelfKind
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.reading.queries.works_with import with_creators, with_tags
from bookcub.tags.models import TagKind
from bookcub.works.models import (
    Chapter,
    Creatorship,
    RelatedWork,
    Relation,
    SeriesEntry,
    Tagging,
    Work,
    shown_or_hidden,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import Pseud, User

IS_LATER = "is_later"  # the same: whether they keep it for later
TEXTS = ("html", "summary", "notes", "end_notes")
IS_READ = "is_read"  # of a chapter that `chapter_list` gave: whether the person has read all of it
IS_IN = "place_chapter"  # the same: the chapter that they are in
HAS_COMPANY = "has_company"  # of a work that `readable_work` gave a member: whether others read it with them now


@dataclass(frozen=True, slots=True)
class SeriesNeighbours:
    """A work's place in a series, with its neighbours that this person may read."""

    title: str
    url: str
    position: int
    previous: Work | None
    next: Work | None


@dataclass(frozen=True, slots=True)
class MoreBy:
    """One more work by who signs a work first."""

    pseud: Pseud
    work: Work


@dataclass(frozen=True, slots=True)
class WorkHead:
    """What stands above a story: everything its author said about it, and where the reader is."""

    work: Work
    signers: Sequence[Pseud]
    tags: Sequence[tuple[TagKind, Sequence[Tagging]]]
    series: Sequence[SeriesNeighbours]
    inspired_by: Sequence[RelatedWork]
    translation_of: Sequence[RelatedWork]
    translations: Sequence[RelatedWork]  # of this work
    inspired: Sequence[RelatedWork]  # by this work
    go_on: GoOn | None
    is_own: bool
    more: MoreBy | None = None  # where a finished work ends, and no series goes on

    def leads_on(self, *here: str) -> GoOn | None:
        """Where the reader goes on, unless that is the work's own page or one of these addresses."""
        if self.go_on is None or self.go_on.url in {self.work.get_absolute_url(), *here}:
            return None
        return self.go_on


@dataclass(frozen=True, slots=True)
class ChapterPage:
    """One chapter to read, and the way to the others."""

    head: WorkHead
    chapter: Chapter
    chapters: Sequence[Chapter]  # without their texts
    previous: Chapter | None
    next: Chapter | None

    @property
    def is_single(self) -> bool:
        """Whether the work is one chapter and means to stay so: no chapter clutter then."""
        return len(self.chapters) == 1 and self.head.work.chapters_planned == 1

    @property
    def is_shown_draft(self) -> bool:
        """Whether this is a draft that its creators show to whoever reads it here."""
        return self.chapter.is_draft and not self.head.is_own

    @property
    def is_opening(self) -> bool:
        """Whether the work begins here, so that its head stands above the text."""
        return self.previous is None

    @property
    def canonical_url(self) -> str:
        """The one address of this text: the first chapter's is the work's own, where reading begins."""
        return (self.head.work if self.is_opening else self.chapter).get_absolute_url()

    @property
    def words_before(self) -> int:
        """How many posted words of the work lie before this chapter."""
        before = takewhile(lambda one: one.pk != self.chapter.pk, self.chapters)
        return sum(one.word_count for one in before if one.is_posted)

    @property
    def go_on(self) -> GoOn | None:
        """Where the reader goes on, unless that is the top of this very page."""
        return self.head.leads_on(self.chapter.get_absolute_url())


@dataclass(frozen=True, slots=True)
class EntireWork:
    """All chapters of a work on one page."""

    head: WorkHead
    chapters: Sequence[Chapter]

    @property
    def go_on(self) -> GoOn | None:
        """Where the reader goes on, unless that is the top of this very page."""
        return self.head.leads_on()


def readable_work(person: User | AnonymousUser, work_id: int) -> Work | None:
    """The work, if this person may read it, with its creators and tags. Three queries."""
    found = _readable_work(person, work_id)
    return next(iter(with_tags(with_creators(found))), None)


@prepared
def _readable_work(person: User | AnonymousUser, work_id: int) -> QuerySet[Work]:
    return _readable_works(person).filter(pk=work_id)


def _readable_works(person: User | AnonymousUser) -> QuerySet[Work]:
    """With whether there is anything beside a work, and whether the person keeps it, or reads it with others now."""
    approved = RelatedWork.objects.filter(parent=OuterRef("pk"), approved_at__isnull=False)
    works = Work.objects.visible_to(person).annotate(
        has_parents=Exists(RelatedWork.objects.filter(work=OuterRef("pk"))),
        has_offspring=Exists(approved),
        has_series=Exists(SeriesEntry.objects.filter(work=OuterRef("pk"))),
    )
    if not person.is_authenticated:
        return works
    later = ListEntry.objects.of_person(person).filter(reading_list__kind=ShelfKind.LATER)
    place = Place.objects.filter(user=person, work=OuterRef("pk")).values("chapter")
    works = works.annotate(
        **{IS_LATER: Exists(later.filter(work=OuterRef("pk"))), IS_IN: Subquery(place[:1])}
    )
    if not len(COMPANY):
        return works
    company = reduce(or_, (Q(one.goes_on(person)) for one in COMPANY))
    return works.annotate(**{HAS_COMPANY: Case(When(company, then=True), default=False)})


def _has(work: Work, what: str) -> bool:
    """Of a work that `readable_work` gave."""
    return bool(getattr(work, f"has_{what}"))


def work_head(
    work: Work, person: User | AnonymousUser, *, in_full: bool = True, is_last: bool = False
) -> WorkHead:
    """The head of a work that `readable_work` gave.

    In short without relatives, and without series unless the page is the last one, which leads on: where a finished
    work ends at least to one more by its author, if there is any.
    """
    # Whether there is anything, for whomever, came with the work: what somebody may see of it is asked only then.
    parents = parents_of(work, person) if in_full and _has(work, "parents") else []
    offspring = offspring_of(work, person) if in_full and _has(work, "offspring") else []
    in_series = (in_full or is_last) and _has(work, "series")
    series = series_parts(work, person) if in_series else []
    goes_on = not (is_last and work.is_complete) or any(part.next for part in series)
    return WorkHead(
        work=work,
        signers=work.signers,
        tags=[
            (kind, found)
            for kind in TagKind
            if (found := [one for one in work.taggings.all() if one.tag.kind == kind])
        ],
        series=series,
        inspired_by=[one for one in parents if one.relation == Relation.INSPIRED_BY],
        translation_of=[one for one in parents if one.relation == Relation.TRANSLATION_OF],
        translations=[one for one in offspring if one.relation == Relation.TRANSLATION_OF],
        inspired=[one for one in offspring if one.relation == Relation.INSPIRED_BY],
        go_on=going_on(person, [work]).get(work.pk) if in_full else None,
        is_own=is_own(work, person),
        more=None if goes_on else more_by_author(work, person),
    )


def more_by_author(work: Work, person: User | AnonymousUser) -> MoreBy | None:
    """The newest other work that its first author signs, and that the person has not begun; none of an anonymous work. One query."""
    if work.credit or not work.signers:
        return None
    pseud = work.signers[0]
    other = next(iter(_signed_besides(person, pseud.pk, work.pk)), None)
    return MoreBy(pseud, other) if other else None


@prepared
def _signed_besides(person: User | AnonymousUser, pseud: int, work: int) -> QuerySet[Work]:
    signed = Creatorship.objects.filter(pseud=pseud, accepted_at__isnull=False)
    others = Work.objects.visible_to(person).posted().filter(pk__in=signed.values("work_id"))
    others = others.filter(is_anonymous=False, credit="").exclude(pk=work)
    if person.is_authenticated:
        begun = Place.objects.filter(user=person, work=OuterRef("pk"))
        others = others.without_muted(person).filter(~Exists(begun))
    return others.defer("summary", "notes", "end_notes").newest_first()[:1]


def is_own(work: Work, person: User | AnonymousUser) -> bool:
    """Whether the person is one of the work's creators; no query after `readable_work`."""
    return any(
        part.pseud.user_id == person.pk and part.accepted_at for part in work.creatorships.all()
    )


def series_parts(work: Work, person: User | AnonymousUser) -> list[SeriesNeighbours]:
    """The work's series, each with the readable works next to it. One query."""
    parts: dict[int, list[SeriesEntry]] = {}
    for entry in _parts_around(person, work.pk):
        parts.setdefault(entry.series_id, []).append(entry)
    return [
        _part(entry, beside)
        for beside in parts.values()
        for entry in beside
        if entry.work_id == work.pk
    ]


@prepared
def _parts_around(person: User | AnonymousUser, work: int) -> QuerySet[SeriesEntry]:
    """Those of the series that the work is in: itself, and what is posted beside it."""
    its_series = SeriesEntry.objects.filter(work=work).values("series")
    entries = SeriesEntry.objects.visible_to(person).filter(series__in=its_series)
    entries = entries.filter(Q(work=work) | Q(work__posted_at__isnull=False))
    entries = entries.select_related("series", "work")
    entries = entries.defer("work__summary", "work__notes", "work__end_notes")
    return entries.order_by("series_id", "position", "pk")


def _part(own: SeriesEntry, beside: list[SeriesEntry]) -> SeriesNeighbours:
    key = (own.position, own.pk)
    others = [entry for entry in beside if entry.work_id != own.work_id]
    before = [entry for entry in others if (entry.position, entry.pk) < key]
    after = [entry for entry in others if (entry.position, entry.pk) > key]
    return SeriesNeighbours(
        title=own.series.title,
        url=own.series.get_absolute_url(),
        position=len(before) + 1,
        previous=before[-1].work if before else None,
        next=after[0].work if after else None,
    )


def parents_of(work: Work, person: User | AnonymousUser) -> list[RelatedWork]:
    """What this work owes to others, but for works here that the person may not know of."""
    seen = Exists(Work.objects.visible_to(person).filter(pk=OuterRef("parent")))
    readable = Q(parent=None) | Q(seen)
    return list(work.parents.filter(readable).select_related("parent"))


def offspring_of(work: Work, person: User | AnonymousUser) -> list[RelatedWork]:
    """Translations and works inspired by this one that its author lets show here."""
    return list(
        work.offspring.filter(
            Exists(Work.objects.visible_to(person).posted().filter(pk=OuterRef("work"))),
            approved_at__isnull=False,
        )
        .select_related("work")
        .prefetch_related(
            Prefetch("work__creatorships", Creatorship.objects.select_related("pseud__user"))
        )[:50]
    )


def chapter_list(work: Work, person: User | AnonymousUser, *, with_texts: int = 0) -> list[Chapter]:
    """The work's chapters this person may read, in order; of those in the trash none.

    Without their texts, but for those of the chapter with this key, in `whole_html` and so on; a reader's with `is_read`.
    """
    own = is_own(work, person)
    found = _all_chapters(work.pk, with_texts) if own else _chapters(person, work.pk, with_texts)
    for chapter in found:
        chapter.work = work
    return found


@prepared
def _all_chapters(work: int, whole: int) -> QuerySet[Chapter]:
    return _listed(Chapter.objects.filter(work=work), whole)


@prepared
def _chapters(person: User | AnonymousUser, work: int, whole: int) -> QuerySet[Chapter]:
    chapters = _listed(Chapter.objects.filter(_may_open(person), work=work), whole)
    if not person.is_authenticated:
        return chapters
    read = ChapterProgress.objects.filter(
        user=person, chapter=OuterRef("pk"), read_whole_at__isnull=False
    )
    return chapters.annotate(**{IS_READ: Exists(read)})


def _listed(chapters: QuerySet[Chapter], whole: int) -> QuerySet[Chapter]:
    texts = {
        f"whole_{name}": Case(When(pk=whole, then=F(name)), default=Value(None)) for name in TEXTS
    }
    listed = chapters.filter(discarded_at=None).defer(*TEXTS).annotate(**texts)
    return listed.order_by("position")


@prepared
def _texts(chapter: int) -> QuerySet[Chapter, tuple[str, str, str, str]]:
    return Chapter.objects.filter(pk=chapter).values_list(*TEXTS)


def _may_open(person: User | AnonymousUser) -> Q:
    posted = Q(posted_at__isnull=False)
    if not person.is_authenticated:
        return posted
    return posted | shown_or_hidden(person)


def chapter_page(work: Work, chapter_id: int | None, person: User | AnonymousUser) -> ChapterPage:
    """One chapter's page: the first where no id is given. Raises Chapter.DoesNotExist."""
    chapters = chapter_list(work, person, with_texts=chapter_id or 0)
    places = {chapter.pk: index for index, chapter in enumerate(chapters)}
    index = 0 if chapter_id is None else places.get(chapter_id, -1)
    if not 0 <= index < len(chapters):
        raise Chapter.DoesNotExist
    chapter = chapters[index]
    texts: Sequence[str | None] = [getattr(chapter, f"whole_{name}") for name in TEXTS]
    if chapter_id is None:
        texts = next(iter(_texts(chapter.pk)), texts)
    if None in texts:  # deleted this very moment
        raise Chapter.DoesNotExist
    for name, text in zip(TEXTS, texts, strict=True):
        setattr(chapter, name, text)
    return ChapterPage(
        head=work_head(work, person, in_full=index == 0, is_last=index + 1 == len(chapters)),
        chapter=chapter,
        chapters=chapters,
        previous=chapters[index - 1] if index else None,
        next=chapters[index + 1] if index + 1 < len(chapters) else None,
    )


def entire_work(work: Work, person: User | AnonymousUser) -> EntireWork:
    """Everything posted, in order; for its creators nothing more, so they see what readers see."""
    chapters = list(work.posted_chapters().order_by("position"))
    for chapter in chapters:
        chapter.work = work
    return EntireWork(head=work_head(work, person, is_last=True), chapters=chapters)
