"""Works, chapters and series in the trash: told to `people.trash`."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.people.models import User
from bookcub.people.trash import TRASH, TrashKind
from bookcub.works.actions import delete_chapter, delete_work
from bookcub.works.actions.trash import restore_chapter, restore_series, restore_work
from bookcub.works.models import Chapter, Creatorship, Series, Work


def _written_with_others(user: User) -> Exists:
    parts = Creatorship.objects.accepted().exclude(pseud__user=user)
    return Exists(parts.filter(work=OuterRef("pk")))


class WorksInTrash(TrashKind[Work]):
    label = pgettext_lazy("trash", "Work")
    argument = "work_id"
    what_goes = gettext_lazy(
        "All its words will be gone for good, with all revisions, comments and kudos. People who bookmarked it keep"
        " its title."
    )

    def rows(self) -> QuerySet[Work]:
        return Work.objects.all()

    def of_person(self, person: User) -> QuerySet[Work]:
        return Work.objects.in_trash_of(person)

    def title(self, thing: Work) -> str:
        return str(thing)

    def language(self, thing: Work) -> str:
        return thing.language

    def restore(self, thing: Work) -> None:
        restore_work(work=thing)

    def delete(self, thing: Work, by: User | None) -> None:
        delete_work(work=thing, by=by)

    def empty(self, person: User) -> None:
        for work in self.of_person(person).exclude(_written_with_others(person)):
            self.delete(work, person)


class ChaptersInTrash(TrashKind[Chapter]):
    label = pgettext_lazy("trash", "Chapter")
    argument = "chapter_id"
    what_goes = gettext_lazy(
        "All its words will be gone for good, with all revisions, and with the comments that stand under it."
    )

    def rows(self) -> QuerySet[Chapter]:
        texts = ("html", "summary", "notes", "end_notes")
        return Chapter.objects.select_related("work").defer(*texts)

    def of_person(self, person: User) -> QuerySet[Chapter]:
        return Chapter.objects.in_trash_of(person)

    def title(self, thing: Chapter) -> str:
        """Its own words, which are its work's language, or where it stands, which are ours."""
        return thing.title or thing.heading

    def language(self, thing: Chapter) -> str:
        return thing.language if thing.title else ""

    def language_around(self, thing: Chapter) -> str:
        return thing.language

    def belongs_to(self, thing: Chapter) -> str:
        return str(thing.work)

    def restore(self, thing: Chapter) -> None:
        restore_chapter(chapter=thing)

    def delete(self, thing: Chapter, by: User | None) -> None:
        delete_chapter(chapter=thing)

    def empty(self, person: User) -> None:
        alone = Work.objects.by_person(person).exclude(_written_with_others(person))
        for chapter in self.rows().filter(discarded_at__isnull=False, work__in=alone):
            self.delete(chapter, person)


class SeriesInTrash(TrashKind[Series]):
    label = pgettext_lazy("trash", "Series")
    argument = "series_id"
    what_goes = gettext_lazy("Its works stay; they are just no longer a series.")

    def rows(self) -> QuerySet[Series]:
        return Series.objects.all()

    def of_person(self, person: User) -> QuerySet[Series]:
        return Series.objects.in_trash_of(person)

    def title(self, thing: Series) -> str:
        return thing.title

    def restore(self, thing: Series) -> None:
        restore_series(series=thing)

    def delete(self, thing: Series, by: User | None) -> None:
        thing.delete()

    def empty(self, person: User) -> None:
        Series.objects.filter(made_by=person, discarded_at__isnull=False).delete()


def register() -> None:
    """Let the trash know of these. A chapter's address names its work, too: the chapter is asked for first."""
    TRASH.register(ChaptersInTrash(), name="chapter", owner="works")
    TRASH.register(WorksInTrash(), name="work", owner="works")
    TRASH.register(SeriesInTrash(), name="series", owner="works")
