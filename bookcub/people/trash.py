"""What people have deleted and can still bring back. Each package above tells of its own kinds.

A package registers in its `AppConfig.ready`:

    TRASH.register(WorksInTrash(), name="work", owner="works")

Addresses are asked in the order in which the kinds came: a chapter's before its work's.
"""

from __future__ import annotations

import heapq
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog
from django.db import transaction
from django.db.models import QuerySet

from bookcub.core import clock
from bookcub.core.registry import Registry
from bookcub.people.models import KEPT_FOR, Discardable, User

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise

PER_PAGE = 50
AT_ONCE = 200  # deleted for good in one run of the job

log = structlog.get_logger("bookcub.trash")

Discarded = TypeVar("Discarded", bound=Discardable)


class TrashKind(ABC, Generic[Discarded]):
    """One kind of thing that can lie in the trash."""

    label: StrOrPromise  # "Work"
    argument: str  # by which addresses name one: `work_id`
    what_goes: StrOrPromise  # what is lost when it is deleted for good
    since, by = "discarded_at", "discarded_by"  # where a row says when it was deleted, and by whom
    kept_for = KEPT_FOR

    @abstractmethod
    def rows(self) -> QuerySet[Discarded]:
        """All that there are of it, wherever they lie, with what their lines need."""

    @abstractmethod
    def of_person(self, person: User) -> QuerySet[Discarded]:
        """What of these this person may bring back or delete for good."""

    @abstractmethod
    def title(self, thing: Discarded) -> str:
        """What it is called."""

    def language(self, thing: Discarded) -> str:
        """The language of its title; empty where that is not known."""
        return ""

    def belongs_to(self, thing: Discarded) -> str:
        """What it is a part of, if anything."""
        return ""

    def language_around(self, thing: Discarded) -> str:
        """The language of what that is called."""
        return self.language(thing)

    @abstractmethod
    def restore(self, thing: Discarded) -> None:
        """Bring it back as it was."""

    @abstractmethod
    def delete(self, thing: Discarded, by: User | None) -> None:
        """Delete it for good, as if there were no trash."""

    def why_it_stays(self, thing: Discarded, person: User) -> str:
        """A sentence where this person may not delete it alone, though it is in their trash; else nothing."""
        return ""

    @abstractmethod
    def empty(self, person: User) -> None:
        """Delete for good what is this person's alone: their account is about to go."""


TRASH: Registry[TrashKind[Any]] = Registry("kinds of things in the trash")


@dataclass(frozen=True, slots=True)
class TrashLine:
    """One thing in somebody's trash."""

    name: str  # of its kind
    pk: int
    label: str
    what_goes: str
    title: str
    language: str
    belongs_to: str
    belongs_in: str  # its language
    discarded_at: datetime
    discarded_by: str
    goes_at: datetime


@dataclass(frozen=True, slots=True)
class TrashPage:
    """`/trash`: what somebody can bring back, the last deleted first."""

    lines: list[TrashLine]
    number: int
    has_more: bool


def trash_of(person: User, number: int) -> TrashPage:
    """One query a kind, and one more a kind for the lines that are shown."""
    end = number * PER_PAGE + 1
    found = heapq.merge(
        *(
            [
                (at, name, pk)
                for at, pk in TRASH[name]
                .of_person(person)
                .order_by(f"-{TRASH[name].since}", "-pk")
                .values_list(TRASH[name].since, "pk")[:end]
            ]
            for name in TRASH.names()
        ),
        key=lambda row: row[0],
        reverse=True,
    )
    rows = list(islice(found, end - PER_PAGE - 1, end))
    shown = rows[:PER_PAGE]
    lines: dict[tuple[str, int], TrashLine] = {}
    for name in {name for _, name, _ in shown}:
        kind = TRASH[name]
        ids = [pk for _, of_kind, pk in shown if of_kind == name]
        for thing in kind.rows().filter(pk__in=ids).select_related(kind.by):
            lines[name, thing.pk] = line_of(name, thing)
    ordered = [lines[name, pk] for _, name, pk in shown if (name, pk) in lines]
    return TrashPage(ordered, number, has_more=len(rows) > PER_PAGE)


def line_of(name: str, thing: Discardable) -> TrashLine:
    """How a thing stands in the trash."""
    kind = TRASH[name]
    at = getattr(thing, kind.since) or clock.now()
    return TrashLine(
        name,
        thing.pk,
        str(kind.label),
        str(kind.what_goes),
        kind.title(thing),
        kind.language(thing),
        kind.belongs_to(thing),
        kind.language_around(thing),
        at,
        str(getattr(thing, kind.by) or ""),
        at + kind.kept_for,
    )


def in_trash_of(person: User, arguments: Mapping[str, object]) -> tuple[str, int] | None:
    """The kind and the number of what an address names, where it lies in this person's trash."""
    for name in TRASH.names():
        kind = TRASH[name]
        pk = arguments.get(kind.argument)
        if not isinstance(pk, int):
            continue
        # Whose trash it is takes long to ask, and most of what is not found lies in nobody's.
        lies = kind.rows().filter(pk=pk, **{f"{kind.since}__isnull": False})
        if lies.exists() and kind.of_person(person).filter(pk=pk).exists():
            return name, pk
    return None


def empty_for(person: User) -> None:
    """Delete for good what an account that goes has in its trash. Wants a transaction."""
    for kind in TRASH:
        kind.empty(person)


def delete_expired() -> int:
    """Delete for good what has lain in the trash for its time; says how many.

    Each in a transaction of its own: a process that dies in between leaves the rest to the next run, and one
    that cannot be deleted does not keep the others.
    """
    gone = 0
    for name in TRASH.names():
        kind = TRASH[name]
        until = clock.now() - kind.kept_for
        expired = kind.rows().order_by(kind.since).filter(**{f"{kind.since}__lte": until})
        for pk in list(expired.values_list("pk", flat=True)[:AT_ONCE]):
            try:
                gone += _delete_if_expired(kind, pk, until)
            except Exception:
                log.exception("could not be deleted for good", kind=name, pk=pk)
    return gone


@transaction.atomic
def _delete_if_expired(kind: TrashKind[Any], pk: int, until: datetime) -> bool:
    # Somebody may be bringing it back just now: one of the two comes first.
    rows = kind.rows().select_for_update(of=("self",))
    thing = rows.filter(pk=pk, **{f"{kind.since}__lte": until}).first()
    if thing is None:
        return False
    kind.delete(thing, None)
    return True
