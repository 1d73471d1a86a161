"""What keepers can hide. Each package above tells of its own kinds.

A package registers in its `AppConfig.ready`:

    HIDEABLE.register(HideableWorks(), name="work", owner="works")
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet

from bookcub.core.registry import Registry
from bookcub.people.models import Hideable, Hiding, User
from bookcub.people.trash import TRASH

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise

PER_PAGE = 50

Hidden = TypeVar("Hidden", bound=Hideable)


class HideableKind(ABC, Generic[Hidden]):
    """One kind of thing that can be hidden."""

    alike: str  # the kind of thing in the trash that is called the same

    @property
    def label(self) -> StrOrPromise:
        """What one is, such as “Work”."""
        return TRASH[self.alike].label

    @abstractmethod
    def rows(self) -> QuerySet[Hidden]:
        """All that there are of it, with what their lines need."""

    @abstractmethod
    def known_to(self, keeper: User) -> QuerySet[Hidden]:
        """What of these this keeper knows of, and may hide."""

    def now_hidden(self) -> QuerySet[Hidden]:
        """What keepers can show again, however its authors have closed it since; not what lies in the trash."""
        return self.rows().filter(hiding__isnull=False, discarded_at=None)

    def title(self, thing: Hidden) -> str:
        """What it is called."""
        return TRASH[self.alike].title(thing)

    def language(self, thing: Hidden) -> str:
        """The language of its title; empty where that is not known."""
        return TRASH[self.alike].language(thing)

    def belongs_to(self, thing: Hidden) -> str:
        """What it is a part of, if anything."""
        return TRASH[self.alike].belongs_to(thing)

    def language_around(self, thing: Hidden) -> str:
        """The language of what that is called."""
        return TRASH[self.alike].language_around(thing)

    def words(self, thing: Hidden) -> str:
        """What tells it from others that are called the same, if anything."""
        return ""

    def language_of_words(self, thing: Hidden) -> str:
        return ""

    def url(self, thing: Hidden) -> str:
        """Where it stands; empty where a keeper cannot go."""
        return str(thing.get_absolute_url())  # type: ignore[attr-defined]  # all of them have one

    def ensure_may_be_hidden(self, thing: Hidden) -> None:
        """Raise ValidationError where something else should be hidden instead."""

    def follow(self, thing: Hidden, hiding: Hiding | None) -> None:
        """Hide it, or show it again as it was. In a transaction; counts and whatever else follows come along."""
        type(thing)._base_manager.filter(pk=thing.pk).update(hiding=hiding)  # noqa: SLF001  # Django's documented way


HIDEABLE: Registry[HideableKind[Any]] = Registry("kinds of things that can be hidden")


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """One thing that is hidden, or is about to be."""

    label: str
    title: str
    language: str
    belongs_to: str
    belongs_in: str  # its language
    url: str
    words: str
    words_in: str
    pk: int | None = None  # of its `Hiding`
    why: str = ""
    since: datetime | None = None
    by: str = ""


def line_of(kind: HideableKind[Any], thing: Hideable, hiding: Hiding | None = None) -> HiddenLine:
    """How a thing stands in the keepers' list."""
    line = HiddenLine(
        str(kind.label),
        kind.title(thing),
        kind.language(thing),
        kind.belongs_to(thing),
        kind.language_around(thing),
        kind.url(thing),
        kind.words(thing),
        kind.language_of_words(thing),
    )
    if hiding is None:
        return line
    by = str(hiding.by or "")
    return replace(line, pk=hiding.pk, why=hiding.why, since=hiding.since, by=by)


def hidden_page(number: int | str) -> Page[HiddenLine]:
    """`/keeper/hidden`: everything that is hidden, the last first. Two queries, and one a kind."""
    page: Page[Any] = Paginator(Hiding.objects.select_related("by"), PER_PAGE).get_page(number)
    hidings = {hiding.pk: hiding for hiding in page.object_list}
    found = {
        thing.hiding_id: (kind, thing)
        for kind in HIDEABLE
        for thing in kind.now_hidden().filter(hiding__in=hidings)
    }
    page.object_list = [
        line_of(*found[pk], hiding) for pk, hiding in hidings.items() if pk in found
    ]
    return page


@transaction.atomic
def hide(kind: HideableKind[Any], thing: Hideable, *, by: User, why: str) -> Hiding | None:
    """Hide it from everybody but its authors and the keepers. Nothing if it is hidden already.

    ValidationError where something else should be hidden instead.
    """
    if not kind.rows().select_for_update(of=("self",)).filter(pk=thing.pk, hiding=None).exists():
        return None
    kind.ensure_may_be_hidden(thing)
    hiding = Hiding.objects.create(by=by, why=why)
    kind.follow(thing, hiding)
    return hiding


@transaction.atomic
def show_again(hiding: Hiding) -> HiddenLine | None:
    """Take it back: the thing is there again as it was. Nothing if it lies in the trash now, or is gone for good."""
    for kind in HIDEABLE:
        rows = kind.now_hidden().select_for_update(of=("self",))
        thing = rows.filter(hiding=hiding.pk).first()
        if thing is not None:
            kind.follow(thing, None)
            hiding.delete()
            return line_of(kind, thing)
    return None


def forget_gone() -> int:
    """Delete what hid things that are gone for good; says how many."""
    lost = Hiding.objects.all()
    for kind in HIDEABLE:
        lost = lost.exclude(pk__in=kind.rows().filter(hiding__isnull=False).values("hiding"))
    return lost.delete()[0]
