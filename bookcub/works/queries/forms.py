"""What the pages with forms need besides the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from bookcub.people.models import Pseud, User
from bookcub.tags.models import TagKind
from bookcub.works.languages import code_of_page
from bookcub.works.models import (
    Chapter,
    Creatorship,
    Series,
    SeriesEntry,
    Work,
    WorkingCopy,
)

COPIED_FROM = 100


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the pseuds they may sign with and the series they may put works in."""

    pseuds: list[Pseud]
    series: list[Series]

    @property
    def pseud_choices(self) -> list[tuple[int, str]]:
        return [(pseud.pk, pseud.name) for pseud in self.pseuds]

    @property
    def series_choices(self) -> list[tuple[int, str]]:
        return [(series.pk, series.title) for series in self.series]

    def pseud(self, chosen: int | str | None) -> Pseud:
        """The pseud chosen, or the default one."""
        return next((pseud for pseud in self.pseuds if pseud.pk == chosen), self.pseuds[0])


def writer(person: User) -> Writer:
    """Two queries; the default pseud comes first."""
    pseuds = person.pseuds.select_related("user").order_by("-is_default", "name")
    return Writer(list(pseuds), list(Series.objects.by_person(person).order_by("title", "pk")))


def likely_language(person: User) -> str:
    """The language of what the person wrote last; before there is anything, that of the page."""
    own = Creatorship.objects.accepted().filter(pseud__user=person).order_by("-work_id")
    return own.values_list("work__language", flat=True).first() or code_of_page() or "en"


def pseud_in(work: Work, person: User) -> Pseud | None:
    """The pseud under which a person is a creator of the work: it signs their revisions."""
    creatorship = (
        work.creatorships.accepted().filter(pseud__user=person).select_related("pseud").first()
    )
    return creatorship.pseud if creatorship else None


def signing(person: User, work: Work) -> Pseud:
    """The pseud that signs what this person writes in the work."""
    return pseud_in(work, person) or person.default_pseud


def newest_revision(chapter: Chapter) -> int:
    """The number of the state that the chapter is in."""
    newest: int | None = chapter.revisions.aggregate(newest=Max("number"))["newest"]
    return newest or 0


def prefetched_for_form(work: Work) -> Work:
    """The work again, with all that its form shows: seven queries."""
    prefetched = Work.objects.prefetch_related(
        "taggings__tag", "parents__parent", "named_readers", "series_entries"
    )
    return prefetched.get(pk=work.pk)


def tags_to_copy(person: User, work_id: int) -> dict[str, Any]:
    """How a work that this person has a part in is tagged, as a form's fields; nothing of others' works. Two queries."""
    works = Work.objects.by_person(person).filter(pk=work_id)
    work = works.prefetch_related("taggings__tag").first()
    if work is None:
        return {}
    names = {kind.value: [tag.name for tag in work.tags_of(kind)] for kind in TagKind}
    return {
        **names,
        "rating": work.rating,
        "warnings": work.warnings.codes,
        "categories": work.categories.codes,
        "language": work.language,
    }


def last_of_series(series_id: int, person: User) -> int:
    """The last work of a series of this person's own that they have a part in; 0 without one."""
    entries = SeriesEntry.objects.filter(
        series__in=Series.objects.by_person(person),
        series=series_id,
        work__in=Work.objects.by_person(person),
    )
    return entries.order_by("-position").values_list("work_id", flat=True).first() or 0


def works_to_copy_from(person: User) -> list[tuple[int, str]]:
    """The works written last, for a list to choose from."""
    own = Work.objects.by_person(person).only("title").order_by("-revised_at", "-pk")
    return [(work.pk, str(work)) for work in own[:COPIED_FROM]]


def copy_of(person: User, form_key: str) -> WorkingCopy | None:
    """What this person typed into the form and has not saved."""
    return WorkingCopy.objects.of_person(person).filter(form_key=form_key).first()


def chapter_begun(work: Work, person: User) -> WorkingCopy | None:
    """The new chapter of the work that this person began last and never saved."""
    return (
        WorkingCopy.objects.of_person(person)
        .filter(work=work, form_key__startswith="new-chapter-")
        .first()
    )


def new_work_copies(person: User) -> list[WorkingCopy]:
    """Works begun and never saved, the newest first."""
    return list(WorkingCopy.objects.of_person(person).filter(form_key__startswith="new-work-"))
