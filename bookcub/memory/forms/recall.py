from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.clubs.models import Club, Membership
from bookcub.memory.queries.recall import Narrowing
from bookcub.memory.recall.query_parser import LONGEST
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.tags.models import Tag, TagKind
from bookcub.web.forms.days import DayInput

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


class RecallForm(forms.Form):
    """A question to one's clubs, and what it is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("What did we say about…"), max_length=LONGEST, required=False
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
    since = forms.DateField(label=pgettext_lazy("days", "From"), required=False, widget=DayInput())
    until = forms.DateField(label=pgettext_lazy("days", "To"), required=False, widget=DayInput())

    def __init__(self, *args: Any, person: User, **more: Any) -> None:
        super().__init__(*args, **more)
        clubs = Club.objects.of(person)
        members = Membership.objects.visible_to(person).filter(club__in=clubs)
        reads = Read.objects.visible_to(person).filter(club__in=clubs)
        works = reads.filter(work__isnull=False).values("work")
        tags = Tag.objects.filter(kind=TagKind.CHARACTER, taggings__work__in=works).distinct()
        self._choose("club", clubs, lambda club: club.name)
        self._choose(
            "person",
            # Whoever asked to be unnamed is not found by name either.
            members.exclude(left_notes="unname")
            .select_related("pseud", "club")
            .order_by("club__name", "pk"),
            lambda member: f"{member.name} ({member.club.name})",
        )
        self._choose(
            "read",
            reads.select_related("club", "book").order_by("title", "pk"),
            lambda read: f"{read.title} ({read.club.name})",
        )
        self._choose("character", tags.order_by("name"), lambda tag: tag.name)

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
    def is_narrowed(self) -> bool:
        """Whether anything but the question was chosen."""
        return any(self.data.get(name) for name in self.fields if name != "q")

    def narrowing(self) -> Narrowing:
        """What was chosen, with days in the asker's own time zone."""
        cleaned = self.cleaned_data
        zone = timezone.get_current_timezone()
        until = cleaned.get("until")
        return Narrowing(
            club=cleaned.get("club"),
            member=cleaned.get("person"),
            read=cleaned.get("read"),
            character=cleaned.get("character"),
            since=_morning(cleaned.get("since"), zone),
            until=_morning(until + timedelta(days=1) if until else None, zone),
        )


def _morning(day: date | None, zone: tzinfo) -> datetime | None:
    return datetime.combine(day, time(), zone).astimezone(UTC) if day else None
