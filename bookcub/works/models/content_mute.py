"""What somebody does not want to see in lists."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from bookcub.people.models import User
from bookcub.search.words import has_unspaced
from bookcub.tags.models import Tag
from bookcub.works.models.tagging import Tagging

TARGETS = ("work", "series", "tag")


def pattern_of(words: str) -> str:
    """A regular expression of both databases: these words side by side, and not within longer ones.

    Where a script puts no spaces between words, they are found anywhere.
    """
    if has_unspaced(words):
        return re.escape(words)
    row = r"\W+".join(re.findall(r"\w+", words))
    return rf"(^|\W){row}(\W|$)"


class ContentMuteQuerySet(models.QuerySet["ContentMute"]):
    def leaves_out(self, person: User) -> Q:
        """Of works: what this person's lists are without, but for what those sign whom they mute.

        Of anonymous works no series is asked: their absence would name their author.
        """
        mine = self.filter(user=person)
        told = mine.filter(pattern__gt="")
        in_tags = Tagging.objects.filter(
            Exists(_with_words(told, "tag__name"))
            | Exists(_with_words(told, "tag__synonym_of__name")),
            work=OuterRef("pk"),
        )
        tags = Tag.objects.filter(
            Q(pk__in=mine.values("tag")) | Q(synonym_of__in=mine.values("tag"))
        )
        in_series = mine.filter(series__discarded_at=None, series__entries__work=OuterRef("pk"))
        return (
            Q(Exists(mine.filter(work=OuterRef("pk"))))
            | Q(Exists(in_series), is_anonymous=False)
            | Q(Exists(Tagging.objects.filter(work=OuterRef("pk"), tag__in=tags)))
            | Q(Exists(_with_words(told, "title")))
            | Q(Exists(_with_words(told, "summary")))
            | Q(Exists(in_tags))
        )


def _with_words(mutes: ContentMuteQuerySet, column: str) -> models.QuerySet[ContentMute]:
    text = ExpressionWrapper(OuterRef(column), output_field=models.TextField())
    return mutes.annotate(looked_at=text).filter(looked_at__iregex=F("pattern"))


class ContentMute(models.Model):
    """A work, a series, a tag or words that one account wants to see in no list. Nobody else ever knows."""

    REASON_LONGEST = 200
    WORDS_LONGEST = 60

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="content_mutes")
    work = models.ForeignKey("works.Work", null=True, on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(
        "works.Series", null=True, on_delete=models.CASCADE, related_name="+"
    )
    tag = models.ForeignKey(Tag, null=True, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=WORDS_LONGEST, blank=True)
    pattern = models.CharField("by which the database finds the words", max_length=400, blank=True)
    reason = models.CharField("for themselves alone", max_length=REASON_LONGEST, blank=True)
    since = models.DateTimeField(default=timezone.now)

    objects = ContentMuteQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            *[
                models.UniqueConstraint(fields=["user", target], name=f"{target}_muted_once")
                for target in TARGETS
            ],
            models.UniqueConstraint(
                fields=["user", "words"], condition=~Q(words=""), name="words_muted_once"
            ),
            models.CheckConstraint(
                condition=Q(work__isnull=False, series=None, tag=None, words="")
                | Q(work=None, series__isnull=False, tag=None, words="")
                | Q(work=None, series=None, tag__isnull=False, words="")
                | Q(work=None, series=None, tag=None, words__gt=""),
                name="one_thing_is_muted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} mutes {self.name}"

    @property
    def name(self) -> str:
        """What it is called."""
        if self.words:
            return self.words
        found = self.work or self.series
        return found.title if found else self.tag.name if self.tag else ""
