"""Icons that keepers hide."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy

from bookcub.people.hiding import HIDEABLE, HideableKind
from bookcub.people.models import Pseud, User


class HideableIcons(HideableKind[Pseud]):
    """Its file is not given out any more, and another one takes its place."""

    label = pgettext_lazy("of a pseud", "Icon")

    def rows(self) -> QuerySet[Pseud]:
        return Pseud.objects.select_related("user")

    def now_hidden(self) -> QuerySet[Pseud]:
        return self.rows().filter(hiding__isnull=False)

    def known_to(self, keeper: User) -> QuerySet[Pseud]:
        return Pseud.objects.visible_to(keeper).exclude(icon="")

    def title(self, thing: Pseud) -> str:
        return gettext("Icon of %(name)s") % {"name": thing.byline}

    def language(self, thing: Pseud) -> str:
        return ""

    def belongs_to(self, thing: Pseud) -> str:
        return ""

    def language_around(self, thing: Pseud) -> str:
        return ""


def register() -> None:
    """Let keepers hide icons."""
    HIDEABLE.register(HideableIcons(), name="icon", owner="people")
