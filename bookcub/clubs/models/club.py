from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookcub.core.page_urls import reverse
from bookcub.people.models import Discardable, Hideable, User, hidden_once, in_trash
from bookcub.people.policies import not_hidden_from

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.clubs.models.membership import Membership


class ClubVisibility(models.TextChoices):
    PRIVATE = "private", gettext_lazy("Only its members know that it exists")
    LISTED = "listed", gettext_lazy("Everybody who has an account here can find it")
    PUBLIC = "public", gettext_lazy("Everybody can find it, also without an account")


class Joining(models.TextChoices):
    INVITATION = "invitation", gettext_lazy("By invitation")
    REQUEST = "request", gettext_lazy("By request; the hosts decide")
    OPEN = "open", gettext_lazy("Open to everybody")


class ClubQuerySet(models.QuerySet["Club"]):
    def visible_to(self, person: User | AnonymousUser) -> ClubQuerySet:
        """The clubs this person may know of. A private one does not exist for anybody else, keepers included.

        Nor does one that only switched-off accounts belong to. What a keeper has hidden, only its members and the keepers.
        """
        from bookcub.clubs.models.membership import Membership  # noqa: PLC0415  # as below

        shown = [ClubVisibility.PUBLIC]
        if person.is_authenticated:
            shown.append(ClubVisibility.LISTED)
        there = Membership.objects.current().filter(club=OuterRef("pk"), user__is_active=True)
        seen = Q(Exists(there), visibility__in=shown) & not_hidden_from(person)
        if person.is_authenticated:
            seen |= Q(pk__in=clubs_of(person))
        return self.filter(seen)

    def of(self, person: User | AnonymousUser) -> ClubQuerySet:
        """The clubs this person belongs to."""
        return self.filter(pk__in=clubs_of(person)) if person.is_authenticated else self.none()

    def in_trash_of(self, person: User) -> ClubQuerySet:
        """Those that this person hosted, or was the last to leave, and can bring back."""
        from bookcub.clubs.models.membership import Membership, Role  # noqa: PLC0415  # as below

        hosted = Q(left_at=None, role=Role.HOST)
        own = Membership.objects.filter(hosted | Q(left_at=F("club__discarded_at")), user=person)
        return self.filter(discarded_at__isnull=False, pk__in=own.values("club"))


class Club(Discardable, Hideable):
    """Two, twenty or forty people who read together. What is inside is for its members."""

    name = models.CharField(max_length=80)
    description = models.TextField("sanitised HTML", blank=True)
    picture = models.ImageField(upload_to="clubs/", blank=True)
    picture_alt = models.CharField(max_length=250, blank=True)
    visibility = models.CharField(
        max_length=8, choices=ClubVisibility, default=ClubVisibility.PRIVATE
    )
    joining = models.CharField(max_length=10, choices=Joining, default=Joining.INVITATION)
    time_zone = models.CharField("where it meets, IANA name", max_length=60, default="UTC")
    rates_reads = models.BooleanField("asks for ratings at the end of a read", default=True)
    members_invite = models.BooleanField("members may invite too, not only hosts", default=False)
    decides_together = models.BooleanField(
        "friends who host alike: nobody keeps order over what the others say", default=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ClubQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="club_by_name"),
            in_trash("club_in_trash"),
        ]
        constraints = [
            # Where everybody may come in, somebody has to keep order.
            models.CheckConstraint(
                condition=~Q(decides_together=True, joining="open"),
                name="friends_are_not_open_to_all",
            ),
            hidden_once("club_hidden_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home:club_detail", args=[self.pk])

    def lock(self) -> None:
        """Let nobody else change who belongs and what is picked until the transaction ends."""
        Club.objects.select_for_update().get(pk=self.pk)


def clubs_of(person: User) -> models.QuerySet[Membership, int]:
    """The ids of the clubs somebody belongs to, for use inside of other queries: a short list."""
    from bookcub.clubs.models.membership import Membership  # noqa: PLC0415  # the two know each other

    return Membership.objects.current().filter(user=person).values_list("club", flat=True)


def hosted_by(person: User) -> models.QuerySet[Membership, int]:
    """The same of those that somebody hosts."""
    from bookcub.clubs.models.membership import Membership  # noqa: PLC0415  # as above

    return Membership.objects.hosts().filter(user=person).values_list("club", flat=True)


def kept_in_order_by(person: User) -> models.QuerySet[Membership, int]:
    """The same of those where they can take away what others have said: not among friends who decide together."""
    from bookcub.clubs.models.membership import Membership  # noqa: PLC0415  # as above

    kept = Membership.objects.hosts().filter(user=person, club__decides_together=False)
    return kept.values_list("club", flat=True)
