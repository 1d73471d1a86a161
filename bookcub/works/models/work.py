from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.people.models import Discardable, Hideable, Pseud, User, hidden_once, in_trash
from bookcub.people.policies import hears_of, not_hidden_from
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import Tag, TagKind
from bookcub.web.anonymous import ANONYMOUS, shown_byline
from bookcub.works.choices import MayComment, Visibility
from bookcub.works.fields import CREDIT_MAX, WorkFields, missing_of
from bookcub.works.models.content_mute import ContentMute
from bookcub.works.models.creatorship import Creatorship
from bookcub.works.models.draft_reader import DraftReader
from bookcub.works.models.tagging import Tagging

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.works.models.chapter import Chapter


class WorkQuerySet(models.QuerySet["Work"]):
    def by_person(self, person: User | AnonymousUser) -> WorkQuerySet:
        """Works that this person has accepted to be a creator of, drafts and anonymous ones too."""
        if not person.is_authenticated:
            return self.none()
        # From the few works of one person, and not by asking every work whose it is.
        return self.filter(pk__in=Creatorship.objects.works_of(person))

    def in_trash_of(self, person: User) -> WorkQuerySet:
        """What this person, or somebody who writes with them, has deleted and they can bring back."""
        parts = Creatorship.objects.accepted().filter(pseud__user=person)
        return self.filter(pk__in=parts.values("work"), discarded_at__isnull=False)

    def visible_to(self, person: User | AnonymousUser) -> WorkQuerySet:
        """What this person may read: posted and open to them, their own, or shown to them as a draft; no trash.

        What a keeper has hidden only its creators and the keepers.

        Inside of other queries ask by row, `Exists(….filter(pk=OuterRef("work")))`: "in" would first
        list all works that there are.
        """
        posted = Q(posted_at__isnull=False, withheld_at=None) & not_hidden_from(person)
        if not person.is_authenticated:
            return self.filter(posted, discarded_at=None, visibility=Visibility.EVERYONE)
        own = Q(
            Exists(
                Creatorship.objects.filter(
                    work=OuterRef("pk"), pseud__user=person, accepted_at__isnull=False
                )
            )
        )
        shown = Q(DraftReader.objects.of_work(person, "pk"), withheld_at=None, hiding=None)
        named = Q(
            Exists(Work.named_readers.through.objects.filter(work=OuterRef("pk"), user=person))
        )
        open_to_members = Q(visibility__in=[Visibility.EVERYONE, Visibility.MEMBERS])
        # What nearly all rows answer stands first, so that nothing else is asked about them.
        return self.filter((posted & (open_to_members | named)) | own | shown, discarded_at=None)

    def posted(self) -> WorkQuerySet:
        """What readers can know of: with a posted chapter and an account that is not switched off, not in the trash, not hidden."""
        return self.filter(
            posted_at__isnull=False, withheld_at=None, discarded_at=None, hiding=None
        )

    def follow_accounts(self) -> None:
        """Withhold works whose creators are all switched off; show them again when one is back. Wants a transaction."""
        parts = Creatorship.objects.accepted().filter(work=OuterRef("pk"))
        signed, living = Exists(parts), Exists(parts.filter(pseud__user__is_active=True))
        for works, moment, step in (
            (self.filter(signed, ~living, withheld_at=None), clock.now(), -1),
            (self.filter(living, withheld_at__isnull=False), None, 1),
        ):
            found = list(works.order_by("pk").select_for_update().values_list("pk", flat=True))
            changed = Work.objects.filter(pk__in=found)
            counted = changed.filter(posted_at__isnull=False, discarded_at=None, hiding=None)
            counted = counted.filter(visibility=Visibility.EVERYONE)
            uses = Tagging.objects.filter(work__in=counted).values("tag")
            for tag, number in (
                uses.annotate(n=models.Count("pk")).values_list("tag", "n").order_by("tag")
            ):
                Tag.objects.filter(pk=tag).update(
                    uses=Greatest(models.F("uses") + step * number, models.Value(0))
                )
            changed.update(withheld_at=moment)

    def for_members(self) -> WorkQuerySet:
        """Posted works that every member may read, and no guest."""
        return self.posted().filter(visibility=Visibility.MEMBERS)

    def drafts(self) -> WorkQuerySet:
        return self.filter(posted_at__isnull=True, discarded_at=None)

    def signed_by(self, pseuds: models.QuerySet[Pseud]) -> WorkQuerySet:
        """Works whose byline shows one of these pseuds; anonymous ones tell nobody."""
        return self.filter(
            Exists(
                Creatorship.objects.filter(
                    work=OuterRef("pk"), pseud__in=pseuds, accepted_at__isnull=False
                )
            ),
            is_anonymous=False,
        )

    def without_muted(self, person: User | AnonymousUser) -> WorkQuerySet:
        """For lists: without what this person mutes, and what somebody signs whom they mute; one of several creators is enough.

        For those who mute nothing (`works.policies.mutes_anything`) it is better not asked of each row.
        """
        if not person.is_authenticated:
            return self
        people = Creatorship.objects.works_muted_by(person)
        return self.without_muted_content(person).exclude(pk__in=people)

    def without_muted_content(self, person: User | AnonymousUser) -> WorkQuerySet:
        """For lists of a person's works: whoever opens the page of somebody they mute wants to see them."""
        if not person.is_authenticated:
            return self
        return self.filter(~ContentMute.objects.leaves_out(person))

    def heard_by(self, person: User) -> WorkQuerySet:
        """For what works ask of somebody: without those signed by anybody of whom this person does not hear."""
        unheard = ~hears_of(person, "pseud__user")
        parts = Creatorship.objects.accepted().filter(unheard, work=OuterRef("pk"))
        return self.filter(Q(is_anonymous=True) | ~Exists(parts))

    def tagged(self, tags: models.QuerySet[Tag]) -> WorkQuerySet:
        return self.filter(Exists(Tagging.objects.filter(work=OuterRef("pk"), tag__in=tags)))

    def newest_first(self) -> WorkQuerySet:
        return self.order_by("-revised_at", "-pk")


class Work(Discardable, Hideable):
    """One story, with everything its blurb says. A draft until a chapter of it is posted."""

    title = models.CharField("empty while a draft has none", max_length=255, blank=True)
    summary = models.TextField("sanitised HTML", blank=True)
    notes = models.TextField("sanitised HTML", blank=True)
    end_notes = models.TextField("sanitised HTML", blank=True)
    language = models.CharField("BCP 47 code", max_length=12, default="en")
    rating = models.CharField(max_length=12, choices=Rating, default=Rating.NOT_RATED)
    warning_flags = models.PositiveSmallIntegerField(default=ArchiveWarning.CHOSE_NOT_TO_WARN.value)
    category_flags = models.PositiveSmallIntegerField(default=0)
    chapters_planned = models.PositiveIntegerField("3 of …; empty means ?", null=True, blank=True)

    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.EVERYONE)
    named_readers = models.ManyToManyField(User, related_name="works_shared_with", blank=True)
    may_comment = models.CharField(max_length=8, choices=MayComment, default=MayComment.MEMBERS)
    moderates_comments = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)

    creators: models.ManyToManyField[Pseud, Creatorship] = models.ManyToManyField(
        Pseud, through="Creatorship", related_name="works"
    )
    tags: models.ManyToManyField[Tag, Tagging] = models.ManyToManyField(
        Tag, through="Tagging", related_name="works"
    )

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    posted_at = models.DateTimeField("first posted; empty for a draft", null=True, blank=True)
    revised_at = models.DateTimeField("newest posted chapter", default=timezone.now)
    # What authors dated back are days, the same on every clock; empty where a moment above says it.
    published_on = models.DateField(
        "the day of its first chapter, as dated back", null=True, blank=True, editable=False
    )
    revised_on = models.DateField(
        "the day of its newest chapter, as dated back", null=True, blank=True, editable=False
    )
    withheld_at = models.DateTimeField(
        "since when the accounts of all its creators are switched off",
        null=True,
        blank=True,
        editable=False,
    )

    credit = models.CharField(
        "who wrote it, where those who sign only brought it here", max_length=CREDIT_MAX, blank=True
    )
    original_url = models.URLField("where it was imported from", max_length=500, blank=True)

    # Kept by those who know: works counts words and chapters, the packages above count theirs.
    word_count = models.PositiveIntegerField(default=0)
    chapter_count = models.PositiveIntegerField("posted chapters", default=0)
    kudos_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    bookmark_count = models.PositiveIntegerField("public ones", default=0)

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(warning_flags__gte=1) | Q(posted_at=None), name="a_warning_is_chosen"
            ),
            models.CheckConstraint(condition=Q(warning_flags__lt=64), name="known_warnings"),
            models.CheckConstraint(
                condition=~Q(title="") | Q(posted_at=None), name="posted_with_a_title"
            ),
            models.CheckConstraint(condition=Q(category_flags__lt=64), name="known_categories"),
            hidden_once("work_hidden_once"),
        ]
        indexes = [
            models.Index(fields=["-revised_at", "-id"], name="work_newest"),
            models.Index(fields=["original_url"], name="work_by_origin"),
            in_trash("work_in_trash"),
        ]

    def __str__(self) -> str:
        return self.title or self.untitled

    @property
    def untitled(self) -> str:
        """What it is called while it has no title."""
        return gettext("Untitled")

    def get_absolute_url(self) -> str:
        return reverse("reading:work_detail", args=[self.pk])

    @property
    def is_posted(self) -> bool:
        return self.posted_at is not None

    @property
    def is_named_to_all(self) -> bool:
        """Whether others may learn what it is called now: not of a draft, nor of one that is closed or hidden."""
        return self.is_posted and not self.is_hidden and self.visibility != Visibility.NAMED

    @property
    def published(self) -> date | None:
        """What readers are told of its first chapter: the day it was dated back to, else the moment."""
        return self.published_on or self.posted_at

    @property
    def revised(self) -> date:
        """The same of its newest chapter."""
        return self.revised_on or self.revised_at

    @property
    def is_complete(self) -> bool:
        """Whether as many chapters are posted as were planned."""
        return self.chapters_planned is not None and self.chapter_count >= self.chapters_planned

    @property
    def warnings(self) -> ArchiveWarning:
        return ArchiveWarning(self.warning_flags)

    @property
    def categories(self) -> Category:
        return Category(self.category_flags)

    @property
    def is_adult(self) -> bool:
        return Rating(self.rating).is_adult

    @property
    def chapters_label(self) -> str:
        """AO3's way of saying it: "3/10", "3/?"."""
        return f"{self.chapter_count}/{self.chapters_planned or '?'}"

    @property
    def signers(self) -> list[Pseud]:
        """The pseuds of its byline in order but those of switched-off accounts; nobody for an anonymous work.

        No query when `creatorships__pseud__user` is prefetched.
        """
        if self.is_anonymous:
            return []
        return [
            part.pseud
            for part in self.creatorships.all()
            if part.accepted_at and part.pseud.user.is_active
        ]

    @property
    def byline(self) -> str:
        """Who wrote it, as one line of text; and who brought it here, or their signature could be taken for a member's."""
        if self.credit and not self.is_anonymous:
            bringers = ", ".join(pseud.byline for pseud in self.signers)
            told = {"credit": self.credit, "names": bringers}
            return gettext("%(credit)s · imported by %(names)s") % told
        return shown_byline(self.kept_byline)

    @property
    def kept_byline(self) -> str:
        """The same, for a row that keeps it: people of any language may read that."""
        if self.credit and not self.is_anonymous:
            return self.credit
        return ", ".join(pseud.byline for pseud in self.signers) or ANONYMOUS

    def posted_chapters(self) -> models.QuerySet[Chapter]:
        return self.chapters.filter(posted_at__isnull=False)

    def tags_of(self, kind: TagKind) -> list[Tag]:
        """This work's tags of a kind in its author's order; no query when taggings are prefetched."""
        return [tagging.tag for tagging in self.taggings.all() if tagging.tag.kind == kind]

    def revise(self, fields: WorkFields) -> None:
        """Say all this of the work from now on. ValidationError where a limit is broken."""
        cleaned = fields.cleaned()
        with transaction.atomic(), self.counting_tag_uses():
            self.say(cleaned)
            # Its chapter may have been posted since the form was read; the table would refuse it without a sentence.
            self.refresh_from_db(fields=["posted_at"])
            if self.is_posted:
                self.ensure_postable()
            self.save(update_fields=[*PLAIN_FIELDS, "rating", "warning_flags", "category_flags"])

    def say(self, fields: WorkFields) -> None:
        """Take over cleaned fields without saving."""
        for name in PLAIN_FIELDS:
            setattr(self, name, getattr(fields, name))
        self.rating = fields.rating
        self.warning_flags = fields.warnings.value
        self.category_flags = fields.categories.value

    def missing(self) -> dict[str, list[ValidationError]]:
        """What readers must be told and are not, by field."""
        has_fandom = self.taggings.filter(tag__kind=TagKind.FANDOM).exists()
        told = {"title": self.title, "warnings": self.warnings, "fandom": has_fandom}
        return missing_of(told)

    def ensure_postable(self) -> None:
        """Raise ValidationError, by field, for all that readers must be told and are not."""
        if missing := self.missing():
            raise ValidationError(missing)

    def lock(self) -> None:
        """Let nobody else change this work until the transaction ends."""
        # SQLite writes one at a time by itself; elsewhere two who count at once would both be wrong.
        Work.objects.select_for_update().filter(pk=self.pk).values_list("pk").first()

    def end_showing(self) -> None:
        """Let nobody be shown a draft of which nothing is a draft any more."""
        if not self.chapters.drafts().exists():
            self.draft_readers.all().delete()

    def count_again(self) -> None:
        """Count posted chapters and words afresh, and the newest posting."""
        with transaction.atomic(), self.counting_tag_uses():
            totals = self.posted_chapters().aggregate(
                words=models.Sum("word_count"),
                chapters=models.Count("pk"),
                first=models.Min("posted_at"),
                undated=models.Min("posted_at", filter=Q(dated_on=None)),
                newest=models.Max("posted_at", filter=Q(dated_on=None)),
                first_day=models.Min("dated_on"),
                newest_day=models.Max("dated_on"),
            )
            self.word_count = totals["words"] or 0
            self.chapter_count = totals["chapters"]
            self.posted_at = (self.posted_at or totals["first"]) if totals["chapters"] else None
            self._date(totals)
            self.save(update_fields=COUNTED_AGAIN)
            self.number_chapters()

    def _date(self, totals: Mapping[str, Any]) -> None:
        """Take the first and the newest of days and moments; a day stands among moments as its noon."""
        first, newest = totals["first_day"], totals["newest_day"]
        undated, since = totals["undated"], totals["newest"]
        self.published_on = first if first and not (undated and undated < _noon(first)) else None
        self.revised_on = newest if newest and not (since and since > _noon(newest)) else None
        self.revised_at = (_noon(self.revised_on) if self.revised_on else since) or self.revised_at

    def number_chapters(self) -> None:
        """Number the posted chapters as readers count them: 1, 2, 3 …, whatever drafts stand between."""
        moved = []
        for number, chapter in enumerate(
            # With its work: Django would ask for that of each row that leaves it out.
            self.posted_chapters().only("work", "number").order_by("position", "pk"),
            start=1,
        ):
            if chapter.number != number:
                chapter.number = number
                moved.append(chapter)
        self.chapters.bulk_update(moved, ["number"], batch_size=500)
        self.chapters.filter(posted_at=None).exclude(number=None).update(number=None)

    def renumber(self) -> None:
        """Close the gaps: chapters stand at 1, 2, 3 … in their order."""
        self.chapters.put_in_order(
            self.chapters.only("work", "position").order_by("position", "pk")
        )

    @contextmanager
    def counting_tag_uses(self) -> Iterator[None]:
        """Bring `Tag.uses` along with whatever happens to this work inside. Wants a transaction."""
        self.lock()
        before = self.counted_tags()
        yield
        Tag.objects.shift_uses(before=before, after=self.counted_tags())

    def counted_tags(self) -> set[int]:
        """The tags that count this work: all of it once everybody may read it, none before."""
        return set(_counting_tags(self))


@prepared
def _counting_tags(work: Work) -> models.QuerySet[Tagging, int]:
    standing = Work.objects.filter(pk=work.pk, visibility=Visibility.EVERYONE).posted()
    return Tagging.objects.filter(work__in=standing).values_list("tag_id", flat=True)


PLAIN_FIELDS = [
    "title",
    "summary",
    "notes",
    "end_notes",
    "language",
    "chapters_planned",
    "visibility",
    "may_comment",
    "moderates_comments",
    "is_anonymous",
    "credit",
    "original_url",
]

COUNTED_AGAIN = [
    "word_count",
    "chapter_count",
    "posted_at",
    "published_on",
    "revised_at",
    "revised_on",
]


def _noon(day: date) -> datetime:
    """The moment that stands for a day among moments; never one to come."""
    return min(datetime.combine(day, time(12), UTC), clock.now())
