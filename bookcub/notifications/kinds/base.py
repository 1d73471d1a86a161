"""What a kind of notice is. docs/recipes/add-a-notification.md shows how to add one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.dispatch import Signal
from django.template import Context, Engine
from django.utils.functional import Promise

from bookcub.comments.queries.cards import CommentRow
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.notifications.models import CONDITIONS, Condition, Notice, NoticeQuerySet
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.web.components.languages import Titled

Thing = TypeVar("Thing")
KindMethod = TypeVar("KindMethod", bound=Callable[..., Any])

KINDS: dict[str, NoticeKind[Any]] = {}  # by name
HEARD: dict[Callable[..., Any], tuple[Signal, ...]] = {}


def hears(*signals: Signal) -> Callable[[KindMethod], KindMethod]:
    """Call a kind's method with the news of these announcements; what it returns is told."""

    def mark(method: KindMethod) -> KindMethod:
        HEARD[method] = signals
        return method

    return mark


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell of what. A line keeps of it no more than ids and a moment."""

    of: models.Model
    to: Iterable[User]
    by: int | None = None  # whose doing it is: an account
    club: int | None = None  # whose members alone see the line
    work: int | None = None
    at: datetime | None = None  # if it is not of now
    by_letter: bool = False
    to_guest: bool = False  # to the one without an account whom it concerns, by letter alone


@dataclass(frozen=True)
class InboxItem:
    """A sentence, where it leads, and perhaps somebody's own words and a date. Or a comment, as a card."""

    says: Callable[[], tuple[str, str]]  # the sentence, and what its link says
    url: str = ""
    word: str = ""
    at: datetime | None = None
    comment_row: CommentRow | None = None
    is_replied: bool = False
    about: Sequence[Titled] = ()  # what has a title in the sentence

    @cached_property
    def _words(self) -> tuple[str, str]:
        # A card needs none.
        return self.says()

    @property
    def sentence(self) -> str:
        return self._words[0]

    @property
    def link(self) -> str:
        return self._words[1]


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """What a letter shows, and where its reader chooses what is mailed to them."""

    template: str
    page: Mapping[str, object]
    settings_url: str = ""


class NoticeKind(Generic[Thing]):
    """One kind of notice: what it hears, who is told, who sees it and when, its line and its letter.

    A class with a `name` is a kind; others hold what several kinds of one subject share.
    """

    name: ClassVar[str]  # as rows have it, and its template: notifications/kinds/NAME.txt
    folder: ClassVar[str] = ""  # of its template, below that: "drafts/"
    label: ClassVar[str | Promise]  # what the inbox calls it, in the reader's language
    subject: ClassVar[type[models.Model]]
    related: ClassVar[tuple[str, ...]] = ()  # what its line says of other rows
    comes_again: ClassVar[bool] = True  # further news brings the line up again, unread
    wanted_by: ClassVar[str] = (
        "mails_invitations"  # the preference that letters outside of a club follow
    )
    is_club_news: ClassVar[bool] = True  # letters of a club's news follow what a member chose there
    icon: ClassVar[str] = "inbox"  # on the desk
    presses: ClassVar[bool] = False  # on the desk, before what clubs say, and never folded
    comes_first: ClassVar[bool] = False  # on the desk, before what is newer

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in vars(cls):
            kind = KINDS[cls.name] = cls()
            rule = (cls.condition, cls.open_to, cls.subject)
            CONDITIONS[cls.name] = Condition(rule, kind.condition)

    def news(self) -> Iterator[tuple[Signal, Callable[..., Telling | list[Telling] | None]]]:
        """Each announcement it listens to, and what it makes of it."""
        for name in dir(type(self)):
            method = getattr(type(self), name)
            if callable(method) and method in HEARD:
                for signal in HEARD[method]:
                    yield signal, getattr(self, name)

    def lines_about(self, subject: models.Model | int) -> NoticeQuerySet:
        pk = subject if isinstance(subject, int) else subject.pk
        return Notice.objects.about(self.name, pk)

    def open_to(self, person: User) -> models.QuerySet[Any]:
        """The subjects whose lines this person may see."""
        return models.QuerySet(self.subject)

    def condition(self, person: User) -> Q:
        """The same of lines. It is compiled once for all people: it may ask nothing of `person` but the id.

        Nor of the kind but its subject: kinds that inherit it are asked about together.
        Not what somebody did of whom the person does not hear; about an anonymous work that is not asked: what was
        missing would name whoever did it.
        """
        heard = hears_of(person, "by") | Q(work__is_anonymous=True)
        return self._about_what_is_open(person) & heard

    def _about_what_is_open(self, person: User) -> Q:
        return Q(Exists(self.open_to(person).filter(pk=OuterRef("subject"))))

    def visible(self, person: User, notice: Notice) -> bool:
        """Whether a line may reach somebody now. Channels ask when they send, not when it happened."""
        return bool(_visible_line(person, self.name, notice))

    def is_worth_a_letter(self, notice: Notice, at: datetime | None) -> bool:
        """Whether what was told at this moment is mailed besides; asked when the letter goes."""
        return True

    def load(self, person: User, ids: Sequence[int]) -> Mapping[int, Thing]:
        """What visible lines are about, by id. One query for all kinds with the same subject."""
        rows: Any = models.QuerySet(self.subject).select_related(*self.related)
        found: Mapping[int, Thing] = rows.in_bulk(ids)
        return found

    def lines(
        self, person: User, notices: Sequence[Notice], things: Mapping[int, Thing]
    ) -> dict[int, InboxItem]:
        """What each notice says, as things are now; none about what is closed to the person."""
        known = [notice for notice in notices if notice.subject in things]
        return {notice.pk: self.item(notice, things[notice.subject]) for notice in known}

    def item(self, notice: Notice, thing: Thing) -> InboxItem:
        raise NotImplementedError

    def letter(self, notice: Notice, item: InboxItem) -> NoticeLetter:
        page: dict[str, object] = {
            "subject": item.sentence.rstrip("."),
            "sentence": item.sentence,
            "about": item.about,
            "word": item.word,
            "club": notice.club,
            "action_label": item.link,
            "action_url": item.url,
        }
        club = notice.club
        settings_url = (
            reverse("clubs:membership_edit", args=[club.pk]) if club else reverse("people:settings")
        )
        return NoticeLetter("notice", page, settings_url)

    def say(
        self,
        url: str,
        *,
        word: str = "",
        at: datetime | None = None,
        about: Sequence[Titled] = (),
        **context: Any,
    ) -> InboxItem:
        """A line from the kind's template: its last line is what the link says, all above it the sentence."""
        says = partial(self._says, context)
        return InboxItem(says, url, word, at, about=about)

    def _says(self, context: dict[str, Any]) -> tuple[str, str]:
        template = Engine.get_default().get_template(
            f"notifications/kinds/{self.folder}{self.name}.txt"
        )
        # Plain text: pages escape it, and so do letters.
        words = template.render(Context(context, autoescape=False)).split("\n")
        *sentence, link = [item for item in words if item.strip()]
        return " ".join(" ".join(sentence).split()), link.strip()


class OfClubItself(NoticeKind[Thing]):
    """What a whole club has decided, or what is asked of somebody there: it is told whoever did it, and does not name them."""

    def condition(self, person: User) -> Q:
        return self._about_what_is_open(person)


@prepared
def _visible_line(person: User, kind: str, line: Notice) -> models.QuerySet[Notice, int]:
    return (
        Notice.objects.visible_to(person, kinds=[kind])
        .filter(pk=line.pk)
        .order_by()
        .values_list("pk", flat=True)
    )
