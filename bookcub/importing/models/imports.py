from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from bookcub.core import clock
from bookcub.core.page_urls import reverse
from bookcub.people.models import Pseud, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

KEPT_FOR = timedelta(days=7)
FILES_MAX = 100  # in one import; a ZIP may hold more chapters
NAME_MAX = 255


class State(models.TextChoices):
    WAITING = "waiting", gettext_lazy("waiting to be read")
    READING = "reading", gettext_lazy("being read")
    READY = "ready", gettext_lazy("read, and waiting for you")
    KEEPING = "keeping", gettext_lazy("being saved")
    KEPT = "kept", gettext_lazy("finished")
    FAILED = "failed", gettext_lazy("could not be read")


OPEN = (State.WAITING, State.READING, State.READY, State.KEEPING)


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, person: User | AnonymousUser) -> ImportQuerySet:
        """Nobody sees what another person brings in before it is kept."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(person=person)

    def open(self) -> ImportQuerySet:
        """Those that still wait for something: to be read, or to be looked at."""
        return self.filter(state__in=OPEN)

    def old(self, *, at: datetime) -> ImportQuerySet:
        return self.filter(made_at__lt=at - KEPT_FOR)


def folder_of_imports() -> Path:
    """Where the files of all imports lie: every machine of the archive reaches it."""
    return Path(settings.SHARED) / "imports"


class Import(models.Model):
    """Files that one person brought in together, and how far the archive has come with them."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="imports")
    pseud = models.ForeignKey(Pseud, on_delete=models.CASCADE, related_name="imports")
    joins = models.BooleanField("its files are chapters of one work", default=False)
    splits = models.BooleanField("each file of a ZIP is a work", default=False)
    title = models.CharField("in place of the one in the source", max_length=255, blank=True)
    letters = models.CharField("of its files, as its person says", max_length=20, blank=True)
    files_under = models.CharField("the fandom of works without one", max_length=150, blank=True)
    posts = models.BooleanField("what is kept all at once", default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    failure = models.CharField("a sentence", max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField("kept, left out or failed", null=True, blank=True)
    file_count = models.PositiveIntegerField(default=0)
    read_count = models.PositiveIntegerField("files read so far", default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["person", "-made_at"], name="import_of_person")]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("importing:import_detail", args=[self.pk])

    @property
    def folder(self) -> Path:
        """Where its files lie until it has ended."""
        return folder_of_imports() / str(self.pk)

    @property
    def is_under_way(self) -> bool:
        return self.state in {State.WAITING, State.READING, State.KEEPING}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def progress_words(self) -> str:
        words = ngettext("%(done)s of %(n)s file", "%(done)s of %(n)s files", self.file_count)
        return words % {"done": self.read_count, "n": self.file_count}

    @property
    def may_be_arranged(self) -> bool:
        """Whether its files are there still, and nothing of it is decided: they can be read as other works."""
        return self.state == State.READY and not self.parts.exclude(decided_at=None).exists()

    def begin(self) -> bool:
        """Take it up for reading; False if it is no longer wanted. A reader that died begins anew."""
        waiting = Import.objects.filter(pk=self.pk, state__in=[State.WAITING, State.READING])
        if not waiting.update(state=State.READING, read_count=0):
            return False
        self.state, self.read_count = State.READING, 0
        return True

    def has_read(self, files: int) -> bool:
        """Note the progress; False if its person has discarded it meanwhile."""
        going_on = Import.objects.filter(pk=self.pk, state=State.READING)
        self.read_count = files
        return bool(going_on.update(read_count=files))

    def begin_keeping(self, *, posts: bool) -> bool:
        """Take it up to keep all of it; False if that has begun, or there is nothing to keep any more."""
        ready = Import.objects.filter(pk=self.pk, state=State.READY)
        if not ready.update(state=State.KEEPING, posts=posts):
            return False
        self.state, self.posts = State.KEEPING, posts
        return True

    def file_under(self, fandom: str) -> None:
        """Give this fandom to all its works that name none."""
        self.files_under = fandom
        self.save(update_fields=["files_under"])

    @property
    def title_of_work(self) -> str:
        """The title that its person gave to its work; several cannot share one. One query, where one was given."""
        return self.title if self.title and self.parts.count() == 1 else ""

    def is_kept_still(self) -> bool:
        """Whether its person still wants all of it kept."""
        return Import.objects.filter(pk=self.pk, state=State.KEEPING).exists()

    def has_kept(self) -> None:
        """End keeping; what could not be kept waits to be looked through."""
        if Import.objects.filter(pk=self.pk, state=State.KEEPING).update(state=State.READY):
            self.state = State.READY
            self.end_if_done()

    def fail(self, sentence: str) -> None:
        """Give up, with a sentence for its person."""
        self._end(State.FAILED, sentence)

    def end_if_done(self) -> None:
        """End it once nothing of it waits for a decision."""
        if self.state == State.READY and not self.parts.undecided().exists():
            self._end(State.KEPT)

    def discard(self) -> None:
        """Let go of everything that was not kept."""
        self.parts.undecided().delete()
        self._end(State.KEPT)

    def remove_files(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, state: State, failure: str = "") -> None:
        self.state, self.failure, self.ended_at = state, failure[:300], clock.now()
        self.save(update_fields=["state", "failure", "ended_at"])
        self.remove_files()


class ImportedFile(models.Model):
    """One file of an import. Its owner's name for it is shown, and never a path."""

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField("its name in the folder")
    name = models.CharField("as its owner knows it", max_length=NAME_MAX)
    size = models.PositiveBigIntegerField("bytes")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["of_import", "number"], name="file_number_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return self.of_import.folder / str(self.number)
