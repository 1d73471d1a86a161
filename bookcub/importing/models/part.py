from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models
from django.db.models import Case, Exists, OuterRef, When
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.core.page_urls import reverse
from bookcub.formats.html import titles
from bookcub.formats.story import serialisation
from bookcub.formats.story.parsed import ParsedWork, ParseResult, Refusal
from bookcub.importing.models.imports import Import
from bookcub.people.models import User
from bookcub.works.fields import CREDIT_MAX, NEEDED, missing_of
from bookcub.works.models import Chapter, Work


class ImportPartQuerySet(models.QuerySet["ImportPart"]):
    def undecided(self) -> ImportPartQuerySet:
        """Described works that are neither kept nor left out."""
        return self.filter(is_refused=False, decided_at=None)

    def give_over_to(self, anew: Import) -> None:
        """Note of all of them that their files are read again, in this import."""
        self.update(decided_at=clock.now(), outcome="", typed={}, read_anew=anew)

    def posted_still(self, person: User) -> ImportPartQuerySet:
        """Those whose works readers see because they were kept, and which this person still writes.

        What was brought up to date they saw before; what was kept as a draft and posted later is none of these.
        """
        chapters = Chapter.objects.filter(
            work=OuterRef("work"), posted_at__lte=OuterRef("decided_at")
        )
        written = Work.objects.by_person(person).posted()
        return self.filter(Exists(chapters), is_update=False, work__in=written)

    def without_text(self) -> ImportPartQuerySet:
        """For lists: whole novels stay where they are."""
        return self.defer("outcome")


class ImportPart(models.Model):
    """What reading one file (or several joined ones) gave: a parsed work, or why there is none."""

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField("from 1")
    name = models.CharField("of the file", max_length=255)
    is_refused = models.BooleanField(default=False)
    title = models.CharField(max_length=255, blank=True)
    title_is_guess = models.BooleanField("its file gives none", default=False)
    # Of what would be kept, so without what was left out.
    chapter_count = models.PositiveIntegerField(default=0)
    word_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    outcome = models.TextField("as formats.story.serialisation writes it")
    # What the form makes of it is not kept: the form itself does, when it is sent.
    typed = models.JSONField("in its review so far: name to values", default=dict, blank=True)
    trouble = models.CharField("why it needs its person's eye", max_length=300, blank=True)
    # As it was when its file was read, or when a work of its title was kept since.
    updates = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lacks: models.JSONField[list[str] | None, list[str] | None] = models.JSONField(
        "what it needs before readers see it: names; nobody knows yet", null=True, blank=True
    )
    # None: it was read before anybody noted it.
    credit = models.CharField(  # noqa: DJ001  # see above
        "who wrote it, where that is not its importer", max_length=CREDIT_MAX, null=True, blank=True
    )
    is_update = models.BooleanField("brought a work up to date", default=False)
    decided_at = models.DateTimeField("kept or left out", null=True, blank=True)
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    read_anew = models.ForeignKey(
        Import,
        verbose_name="as other works, or in other letters",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ImportPartQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["of_import", "number"], name="part_number_once")
        ]

    def __str__(self) -> str:
        """What its person calls it by now, else what its file does."""
        typed = " ".join("".join(self.typed.get("title", [])).split())
        return typed or self.title or self.name

    def get_absolute_url(self) -> str:
        return reverse("importing:part_edit", args=[self.of_import_id, self.number])

    @property
    def next_waiting(self) -> ImportPart | None:
        """The next work of its import to look through, from the beginning again after the last. One query."""
        waiting = ImportPart.objects.undecided().without_text().filter(of_import=self.of_import_id)
        is_before = Case(When(number__lt=self.number, then=1), default=0)
        return waiting.exclude(pk=self.pk).order_by(is_before, "number").first()

    @property
    def understood(self) -> ParseResult:
        return serialisation.loads(self.outcome)

    @property
    def parsed(self) -> ParsedWork:
        """The work; ValueError for a refusal."""
        found = self.understood
        if isinstance(found, Refusal):
            raise ValueError(found.sentence)  # noqa: TRY004  # the row is of the other kind, not of a wrong type
        return found

    @property
    def lacking(self) -> list[str]:
        """What must still be told before it can be posted, a sentence each; nothing where nobody knows."""
        if self.lacks is None:
            return []
        told: dict[str, object] = {name: name not in self.lacks for name in NEEDED}
        told |= {
            name: any(value.strip() for value in self.typed[name])
            for name in NEEDED
            if name in self.typed
        }
        if self.of_import.files_under:
            told["fandom"] = True
        return [str(error.message) for errors in missing_of(told).values() for error in errors]

    @property
    def about_title(self) -> str:
        """Where a title comes from that nobody gave, a sentence; "" for one that its file or its person did."""
        if not self.title_is_guess or str(self) != self.title:
            return ""
        if self.title == titles.NONE:
            return gettext("The file gives no title. Give the work one.")
        return gettext("Title made from the first words: the file gives none.")

    @property
    def is_by_importer(self) -> bool:
        """Whether its importer wrote it, as its file has it or as they say themselves."""
        return self.credit == "" or self.typed.get("wrote_it") == ["yes"]

    def foresee(
        self,
        *,
        updates: Work | None,
        lacks: list[str] | None,
        credit: str | None,
        chapter_count: int,
        word_count: int,
    ) -> None:
        """Note what keeping it would do, to tell it in lists; not stored yet."""
        self.updates, self.lacks, self.credit = updates, lacks, credit
        self.chapter_count, self.word_count = chapter_count, word_count

    def keep_typed(
        self, typed: Mapping[str, Sequence[str]], *, chapter_count: int, word_count: int
    ) -> None:
        """Note what its person has changed in the review, and how much of it they want by now, unless it is decided about meanwhile."""
        self.typed = {name: list(values) for name, values in typed.items()}
        self.chapter_count, self.word_count = chapter_count, word_count
        ImportPart.objects.undecided().filter(pk=self.pk).update(
            typed=self.typed, chapter_count=chapter_count, word_count=word_count
        )

    def decide(
        self,
        work: Work | None,
        *,
        is_update: bool = False,
        trouble: str = "",
        read_anew: Import | None = None,
    ) -> None:
        """Note what became of it: a work, an import of its own, or nothing. Its text is not needed any more."""
        self.work, self.decided_at, self.outcome, self.typed = work, clock.now(), "", {}
        self.is_update, self.trouble, self.read_anew = is_update, trouble, read_anew
        told = ["is_update", "trouble", "read_anew"]
        self.save(update_fields=["work", "decided_at", "outcome", "typed", *told])
