"""What lines of an inbox say, as things are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from bookcub.notifications.kinds import KINDS
from bookcub.notifications.kinds.base import InboxItem
from bookcub.notifications.models import Notice, NoticeQuerySet
from bookcub.people.models import User


def closed() -> InboxItem:
    """What stands in place of a line about what its reader may no longer see."""
    return InboxItem(lambda: (gettext("You can no longer see what this was about."), ""))


def kinds_about() -> dict[type[Model], list[str]]:
    """The names of the kinds, by the model of their subject."""
    found: dict[type[Model], list[str]] = defaultdict(list)
    for kind in KINDS.values():
        found[kind.subject].append(kind.name)
    return found


def items_of(person: User, notices: Iterable[Notice]) -> dict[int, InboxItem]:
    """By notice, of visible ones; what is closed to the person is missing. One query for each kind of thing."""
    by_name: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_name[notice.kind].append(notice)
    found: dict[int, InboxItem] = {}
    for names in kinds_about().values():
        ids = {notice.subject for name in names for notice in by_name[name]}
        things = KINDS[names[0]].load(person, sorted(ids)) if ids else {}
        for name in names:
            if by_name[name]:
                found |= KINDS[name].lines(person, by_name[name], things)
    return found


def without_subject() -> NoticeQuerySet:
    """Lines about what is not there: there are none, unless somebody deleted rows by hand."""
    sound = (
        Q(Exists(QuerySet(subject).filter(pk=OuterRef("subject"))), kind__in=names)
        for subject, names in kinds_about().items()
    )
    return Notice.objects.exclude(reduce(or_, sound))
