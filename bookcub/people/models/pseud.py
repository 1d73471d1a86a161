from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from bookcub.core.database.folding import FoldedField, folded
from bookcub.core.page_urls import reverse
from bookcub.people.models.hiding import Hideable, hidden_once
from bookcub.people.models.user import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

PSEUD_RULES = [
    RegexValidator(
        r"\A\w[\w -]{0,39}\Z",
        gettext_lazy("Use letters, digits, spaces, underscores and hyphens, at most 40."),
    )
]


def account_said_by(name: str) -> str:
    """The user name that a name says by itself: "Wren Halloran" can be nobody's but wren_halloran's."""
    return name.replace(" ", "_").replace("-", "_")


def says_account(name: str, username: str) -> bool:
    return account_said_by(name).lower() == username.lower()


class PseudQuerySet(models.QuerySet["Pseud"]):
    def visible_to(self, person: User | AnonymousUser) -> PseudQuerySet:
        """Every pseud of a living account; the names themselves are public."""
        return self.filter(user__is_active=True)

    def findable(self) -> PseudQuerySet:
        """Those of living accounts that want to be found by them."""
        return self.filter(user__is_active=True, user__preferences__findable=True)

    def beginning(self, typed: str) -> PseudQuerySet:
        """Those whose name begins so, whatever its case. A range and not LIKE: the index answers it on every database."""
        start = folded(typed)
        return self.filter(folded__gte=start, folded__lt=start + "\U0010ffff")

    def named(self, name: str) -> PseudQuerySet:
        """Those of this name, whatever its case."""
        return self.filter(folded=folded(name))


class Pseud(Hideable):
    """A name that a person writes under. Works, comments, bookmarks and kudos are by a pseud.

    Of one that a keeper has hidden the icon is shown to nobody.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pseuds")
    name = models.CharField(max_length=40, validators=PSEUD_RULES)
    folded = FoldedField(of="name", max_length=120)
    description = models.CharField(max_length=500, blank=True)
    icon = models.ImageField(upload_to="icons/", blank=True)
    icon_alt = models.CharField(max_length=250, blank=True)
    icon_comment = models.CharField(max_length=50, blank=True)
    is_default = models.BooleanField(default=False)

    objects = PseudQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="pseud_once_per_user"),
            models.UniqueConstraint(
                "user", name="one_default_pseud", condition=models.Q(is_default=True)
            ),
            hidden_once("icon_hidden_once"),
        ]
        indexes = [models.Index(fields=["folded"], name="pseud_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def byline(self) -> str:
        """The name, with the account's behind it where it does not say it already: "Wren (halloran)", but "Wren Halloran"."""
        username = self.user.username
        return self.name if says_account(self.name, username) else f"{self.name} ({username})"

    def get_absolute_url(self) -> str:
        return reverse("reading:pseud_detail", args=[self.user.username, self.name])

    @property
    def icon_url(self) -> str:
        return self.icon.url if self.icon and not self.is_hidden else ""

    def make_default(self) -> None:
        """Sign with this one unless told otherwise."""
        with transaction.atomic():
            # The old one steps back first: the database allows one default at a time.
            self.user.pseuds.filter(is_default=True).exclude(pk=self.pk).update(is_default=False)
            self.is_default = True
            self.save(update_fields=["is_default"])
