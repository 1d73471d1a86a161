from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.clubs.models import Club, ClubQuerySet, Membership
from bookcub.memory.queries.recall import (
    Narrowing,
    RecallAnswer,
    end_of,
    first_moment,
    named_members,
)
from bookcub.memory.recall.kinds import SaidAs
from bookcub.memory.recall.names_typed import names_typed
from bookcub.memory.recall.query_parser import LONGEST
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.reads.queries.wording import day_words
from bookcub.tags.models import Tag, TagKind
from bookcub.web.forms.days import DayInput

MOST_CHARACTERS = 3  # that are offered where a question finds nothing
MOST_DIGITS = 18  # of a number that a database keeps
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


class RecallForm(forms.Form):
    """A question to one's clubs, and what it is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Words, a name or a question"), max_length=LONGEST, required=False
    )
    club = forms.ModelChoiceField(
        Club.objects.none(),
        required=False,
        empty_label=gettext_lazy("All my clubs"),
        label=gettext_lazy("Club"),
    )
    person = forms.ModelChoiceField(
        Membership.objects.none(),
        required=False,
        empty_label=pgettext_lazy("who said it", "Everybody"),
        label=gettext_lazy("Said by"),
    )
    read = forms.ModelChoiceField(
        Read.objects.none(),
        required=False,
        empty_label=gettext_lazy("Everything we read"),
        label=pgettext_lazy("which read", "About"),
    )
    character = forms.ModelChoiceField(
        Tag.objects.none(),
        required=False,
        empty_label=gettext_lazy("Any character"),
        label=gettext_lazy("Character in the story"),
    )
    kind = forms.ChoiceField(
        choices=[("", gettext_lazy("Anything that was said")), *SaidAs.choices],
        required=False,
        label=pgettext_lazy("of what was said", "Kind"),
    )
    since = forms.DateField(label=pgettext_lazy("days", "From"), required=False, widget=DayInput())
    until = forms.DateField(label=pgettext_lazy("days", "To"), required=False, widget=DayInput())

    def __init__(self, *args: Any, person: User, **more: Any) -> None:
        super().__init__(*args, **more)
        clubs = Club.objects.of(person)
        self.asked_club = self._club_asked(clubs)
        asked = [self.asked_club] if self.asked_club else list(clubs)
        several = len(asked) > 1
        reads = Read.objects.visible_to(person).filter(club__in=asked)
        works = reads.filter(work__isnull=False).values("work")
        tags = Tag.objects.filter(kind=TagKind.CHARACTER, taggings__work__in=works).distinct()
        self._choose("club", clubs, lambda club: club.name)
        self._choose(
            "person",
            named_members(person, [club.pk for club in asked]).order_by("club__name", "pk"),
            lambda member: _of_club(member.name, member.club, several=several),
        )
        self._choose(
            "read",
            reads.select_related("club", "book").order_by("title", "pk"),
            lambda read: _of_club(read.title, read.club, several=several),
        )
        self._choose("character", tags.order_by("name"), lambda tag: tag.name)

    def _club_asked(self, clubs: ClubQuerySet) -> Club | None:
        """The club that was chosen: only its people and reads are there to choose from."""
        number = str(self.data.get("club", ""))
        is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
        return clubs.filter(pk=int(number)).first() if is_number else None

    def _choose(self, name: str, rows: Any, label: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = rows
        field.label_from_instance = label  # type: ignore[method-assign]  # Django's own way to label choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("since", "until"):
            day = cleaned.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, gettext("Choose a day between 1900 and 2999."))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("Choose a day that is not before the first one."))
        return cleaned

    @property
    def is_wrong(self) -> bool:
        """Whether something is wrong beside the question: then it is not folded away."""
        return any(name != "q" for name in self.errors)

    def tell(self, answer: RecallAnswer) -> None:
        """Say in the fields what the question itself narrows to. Not as a choice: with another question it is gone."""
        named = {"person": answer.said_by, "read": answer.about.title if answer.about else ""}
        for name, words in named.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
            if words:
                field.empty_label = words
        if answer.kind and not answer.is_of_other_kinds:
            kind = self.fields["kind"]
            assert isinstance(kind, forms.ChoiceField)  # noqa: S101  # declared above
            kind.choices = [("", SaidAs(answer.kind).label), *SaidAs.choices]

    def characters_named(self, asked: str) -> list[tuple[int, str]]:
        """Characters to choose from whom a question may mean by their name, or by a part of it. One query."""
        field = self.fields["character"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        assert field.queryset is not None  # noqa: S101  # chosen above
        names = dict(field.queryset.values_list("pk", "name"))
        return [(pk, names[pk]) for pk in names_typed(asked, names)[:MOST_CHARACTERS]]

    def chosen(self) -> list[tuple[str, str]]:
        """What the question is narrowed to: the field's name, and the words for it."""
        told = {
            "person": gettext("Said by %(chosen)s"),
            "read": gettext("About “%(chosen)s”"),
            "since": gettext("From %(chosen)s"),
            "until": gettext("Until %(chosen)s"),
        }
        found = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name == "q" or not value:
                continue
            words = _words_for(value)
            found.append((name, told.get(name, "%(chosen)s") % {"chosen": words}))
        return found

    def narrowing(self) -> Narrowing:
        """What was chosen, with days in the asker's own time zone."""
        cleaned = self.cleaned_data
        return Narrowing(
            club=cleaned.get("club"),
            member=cleaned.get("person"),
            read=cleaned.get("read"),
            character=cleaned.get("character"),
            kind=cleaned.get("kind", ""),
            since=first_moment(cleaned.get("since")),
            until=end_of(cleaned.get("until")),
        )


def _of_club(name: str, club: Club, *, several: bool) -> str:
    return f"{name} ({club.name})" if several else name


def _words_for(chosen: date | str | Club | Membership | Read | Tag) -> str:
    if isinstance(chosen, date):
        return day_words(chosen)
    return str(SaidAs(chosen).label) if isinstance(chosen, str) else _name_of(chosen)


def _name_of(thing: Club | Membership | Read | Tag) -> str:
    return thing.title if isinstance(thing, Read) else thing.name


def stretch_words(since: date | None, until: date | None, today: date) -> str:
    """Say from which day to which."""
    if since and until:
        first, last = day_words(since, today), day_words(until, today)
        if since == until:
            return first
        return gettext("%(since)s to %(until)s") % {"since": first, "until": last}
    if since:
        return gettext("From %(chosen)s") % {"chosen": day_words(since, today)}
    return gettext("Until %(chosen)s") % {"chosen": day_words(until, today)} if until else ""


def chapter_words(first: int, last: int) -> str:
    """Say which chapter, or from which to which."""
    if first == last:
        return gettext("Chapter %(number)s") % {"number": first}
    return gettext("Chapters %(first)s to %(last)s") % {"first": first, "last": last}
