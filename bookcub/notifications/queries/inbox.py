"""The inbox: one query each for its kinds, its numbers, which lines stand on it, these, and each kind of thing in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from bookcub.comments.queries.cards import CommentRow
from bookcub.core.page_urls import reverse
from bookcub.notifications.kinds import KINDS
from bookcub.notifications.kinds.base import InboxItem
from bookcub.notifications.kinds.comments import ABOUT_COMMENTS, Reply, answers_of
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.items import closed, items_of
from bookcub.notifications.queries.visible_lines import VisibleLines
from bookcub.people.models import User
from bookcub.web.pages import DEEPEST, BoundedPaginator, numbered_page

NOTICES = 25


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What of the inbox is shown, as its address says it."""

    read: Literal["all", "read", "unread"] = "all"
    replied: Literal["all", "yes", "no"] = "all"
    order: Literal["newest", "oldest"] = "newest"

    @property
    def is_set(self) -> bool:
        return self != InboxFilter()

    @property
    def shows_all(self) -> bool:
        return replace(self, order="newest") == InboxFilter()

    def of(self, person: User) -> QuerySet[Notice]:
        replied = self.replied != "all"
        kinds = ABOUT_COMMENTS if replied else Notice.objects.of(person).kinds()
        notices = Notice.objects.visible_to(person, kinds=kinds)
        if self.read != "all":
            notices = notices.unread() if self.read == "unread" else notices.read()
        answered = Exists(answers_of(person).filter(parent=OuterRef("subject")))
        if self.replied == "yes":
            notices = notices.filter(answered)
        elif self.replied == "no":
            notices = notices.filter(~answered)
        order = ("made_at", "pk") if self.order == "oldest" else ("-made_at", "-pk")
        return notices.order_by(*order)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line, with further answers to the same if it gathers several."""

    notice: Notice
    item: InboxItem
    others: Sequence[CommentRow] = ()
    notices: Sequence[int] = ()

    @property
    def key(self) -> str:
        """For markup, as a comment row's."""
        return str(self.notice.pk)

    @property
    def label(self) -> str:
        return str(KINDS[self.notice.kind].label)

    @property
    def url(self) -> str:
        """The way to what it is about; whoever takes it has read it."""
        return (
            reverse("notifications:notice_detail", args=[self.notice.pk]) if self.item.url else ""
        )

    @property
    def icon(self) -> str:
        return KINDS[self.notice.kind].icon

    @property
    def presses(self) -> bool:
        return KINDS[self.notice.kind].presses

    @property
    def value(self) -> str:
        """What its box sends: the notices it stands for."""
        return " ".join(str(pk) for pk in self.notices or (self.notice.pk,))

    @property
    def comment_rows(self) -> Sequence[CommentRow]:
        return (self.item.comment_row, *self.others) if self.item.comment_row else ()

    @property
    def other_people(self) -> int:
        """How many more have answered, if it gathers several: “Bo and 2 others answered”."""
        first = {self.item.comment_row.card.author} if self.item.comment_row else set()
        return len({one.card.author for one in self.others} - first)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`/inbox`."""

    page: Page[Notice]
    rows: Sequence[InboxRow]
    chosen: InboxFilter
    unread: int
    total: int


def inbox_page(request: HttpRequest, person: User, chosen: InboxFilter) -> InboxPage:
    lines = VisibleLines(person, order="ASC" if chosen.order == "oldest" else "DESC")
    unread, total = lines.numbers()
    wanted = request.GET.get("page")
    if chosen.shows_all:
        paginator = BoundedPaginator(lines, NOTICES, counted=DEEPEST)
        paginator.found = total  # nobody need count again
        page: Page[Notice] = paginator.get_page(wanted)
    else:
        page = numbered_page(chosen.of(person), wanted, NOTICES)
    shown = list(page.object_list)
    items = items_of(person, shown)
    rows = _gathered(InboxRow(notice, items.get(notice.pk) or closed()) for notice in shown)
    return InboxPage(page=page, rows=rows, chosen=chosen, unread=unread, total=total)


def opened_line(person: User, notice: Notice) -> InboxItem | None:
    """What a line of theirs says, if they may see it now. One query, and what the thing itself asks."""
    kind = KINDS.get(notice.kind)
    if kind is None or not kind.visible(person, notice):
        return None
    return items_of(person, [notice]).get(notice.pk)


def newest_unread(person: User, lines: VisibleLines, most: int) -> list[InboxRow]:
    """The last few of these lines: what presses, then what people said. Two queries, and what the things on them ask."""
    pressing = [name for name, kind in KINDS.items() if kind.presses]
    first = [name for name, kind in KINDS.items() if kind.comes_first]
    notices = lines.first(most, ranks=[pressing, first])
    items = items_of(person, notices)
    return [InboxRow(notice, items[notice.pk]) for notice in notices if notice.pk in items]


def _gathered(rows: Iterable[InboxRow]) -> list[InboxRow]:
    """Several unread answers to the same are one line: “Bo and 2 others answered”."""
    found: list[InboxRow] = []
    first: dict[int, int] = {}  # what was answered: where its line stands
    for row in rows:
        comment_row = row.item.comment_row
        parent = comment_row.comment.parent_id if comment_row else None
        if (
            comment_row is None
            or parent is None
            or row.notice.kind != Reply.name
            or row.notice.is_read
        ):
            found.append(row)
        elif parent in first:
            item = found[first[parent]]
            both = (*item.notices, row.notice.pk)
            found[first[parent]] = replace(item, others=(*item.others, comment_row), notices=both)
        else:
            first[parent] = len(found)
            found.append(replace(row, notices=(row.notice.pk,)))
    return found
