from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from bookcub.clubs.models import Club, LeftNotes, Membership, clubs_of
from bookcub.comments.models import Colour, Hearers
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.reads.models import OutsideBook, Read, has_reached
from bookcub.web.covers import under_cover, without_covered
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# What is said to a work's authors alone is in no club's file.
MAY_HEAR = [choice for choice in Hearers.choices if choice[0] != Hearers.AUTHORS]


class KeptNoteQuerySet(models.QuerySet["KeptNote"]):
    def visible_to(self, person: User | AnonymousUser) -> KeptNoteQuerySet:
        """One's own; the club's to members who have reached their place, as any other note."""
        if not person.is_authenticated:
            return self.none()
        own = Q(membership__user=person)
        for_club = Q(hearers=Hearers.CLUB) & (Q(upto=0) | has_reached(person))
        for_club &= hears_of(person, "membership__user")
        for_club &= Q(membership=None) | ~Q(membership__left_notes=LeftNotes.TAKE)
        here = Q(club__in=clubs_of(person), read__discarded_at=None)
        return self.filter(here, own | for_club)


class KeptNote(models.Model):
    """A note of a club that has no passage here to stand at: its words and its quotation.

    It came with an imported club whose work is not in this archive, or its work was deleted. It is exported
    again as it is.
    """

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="kept_notes")
    read = models.ForeignKey(
        Read, null=True, blank=True, on_delete=models.CASCADE, related_name="kept_notes"
    )
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    book = models.ForeignKey(
        OutsideBook, null=True, blank=True, on_delete=models.PROTECT, related_name="kept_notes"
    )
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="kept_notes"
    )
    hearers = models.CharField(max_length=8, choices=MAY_HEAR, default=Hearers.CLUB)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    upto = models.PositiveIntegerField("its place: the chapter it was in; 0 for none", default=0)
    chapter_title = models.CharField(max_length=255, blank=True)
    html = models.TextField("sanitised HTML", blank=True)
    passage = models.JSONField("as in the file of the club, or empty", default=dict, blank=True)
    colour = models.CharField(max_length=6, choices=Colour, blank=True)
    language = models.CharField("BCP 47 code; empty: unknown", max_length=12, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = KeptNoteQuerySet.as_manager()

    class Meta:
        ordering = ["upto", "written_at", "pk"]

    def __str__(self) -> str:
        return f"Kept note {self.pk}"

    @property
    def safe_html(self) -> SafeString:
        """Its words, for a page: they were sanitised when they came."""
        return under_cover(self.html)

    @property
    def html_in_a_file(self) -> SafeString:
        """The same for a keepsake: an e-book has no boxes to tick."""
        return without_covered(self.html)

    @property
    def exact(self) -> str:
        """The words it is about."""
        return str(self.passage.get("exact", ""))
