"""What members send when they choose the next read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.core.clock import now
from bookcub.picks.models import Nomination
from bookcub.picks.queries.nomination_cards import Card
from bookcub.reads.forms.books import BookForm
from bookcub.web.forms.moments import MomentField
from bookcub.web.forms.plain import PlainForm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

DAYS_MAX = 90


class WhyField(forms.CharField):
    """A word why."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Why this one?"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("What draws you to it? No spoilers, please."),
        )


class BookNominationForm(BookForm):
    """An outside book, with a word why."""

    why = WhyField()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        told = {
            "pages": (
                gettext("Number of pages"),
                gettext("If you know it. Then the plan can say “to page 120”."),
            ),
            "chapters": (
                gettext("Chapters"),
                gettext(
                    "If you have them at hand: one title on each line. Then the plan can say “to the end of chapter 4”."
                ),
            ),
            "url": (gettext("Link"), gettext("A page where the others can read about it.")),
            "isbn": (
                gettext("ISBN"),
                gettext(
                    "10 or 13 digits, from the back of the book. It says which edition you mean; and if one of your "
                    "clubs has had the book, you need to enter nothing else."
                ),
            ),
        }
        for name, (label, help_text) in told.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text


class WorkNominationForm(PlainForm):
    """A work of this archive, with a word why."""

    why = WhyField()


class FutureField(MomentField):
    """A moment to come, typed in the reader's own time zone."""

    def __init__(
        self, *, label: StrOrPromise, required: bool = True, help_text: StrOrPromise = ""
    ) -> None:
        super().__init__(label=label, required=required, help_text=help_text)

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if moment is not None and moment <= now():
            raise ValidationError(
                gettext("This time has already passed. Choose one in the future."), code="past"
            )
        if moment is not None and (moment - now()).days > DAYS_MAX:
            raise ValidationError(
                ngettext(
                    "Choose a time within the next %(days)d day.",
                    "Choose a time within the next %(days)d days.",
                    DAYS_MAX,
                )
                % {"days": DAYS_MAX},
                code="too_far",
            )
        return moment


class PickForm(PlainForm):
    """Beginning to choose."""

    word = forms.CharField(
        label=gettext_lazy("What are you looking for?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Optional. Everybody will read it, for example “something short for the holidays”."
        ),
    )
    closes_at = FutureField(
        label=gettext_lazy("Suggestions are open until"),
        required=False,
        help_text=gettext_lazy("In your time zone. Leave it empty to go by your rules."),
    )
    keeping = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Suggestions that stay from last time"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        leftovers: Sequence[Nomination],
        unheard: Collection[int] = (),
        word: str = "",
        **kwargs: Any,
    ) -> None:
        ids = [each.pk for each in leftovers]
        super().__init__(*args, initial={"keeping": ids, "word": word}, **kwargs)
        if not leftovers:
            del self.fields["keeping"]
            return
        self.fields["keeping"].choices = [  # type: ignore[attr-defined]  # a choice field
            (each.pk, each.title if each.membership_id in unheard else _said_by(each))
            for each in leftovers
        ]


class PickDeadlineForm(PlainForm):
    """Another day for what is going on."""

    closes_at = FutureField(
        label=gettext_lazy("Deadline"), help_text=gettext_lazy("In your time zone.")
    )


class ApprovalForm(PlainForm):
    """Ticks."""

    chosen = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What would you gladly read?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, options: Sequence[Card], ranking: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"chosen": ranking}, **kwargs)
        self.options = list(options)
        self.fields["chosen"].choices = [(each.number, each.title) for each in options]  # type: ignore[attr-defined]  # a choice field

    def rows(self) -> list[tuple[Card, BoundWidget]]:
        """What can be ticked, with its box."""
        return list(zip(self.options, self["chosen"].subwidgets, strict=True))

    @property
    def ranking(self) -> list[int]:
        return list(self.cleaned_data["chosen"])


class RankedForm(PlainForm):
    """A number for each suggestion; those without one are not on the ballot."""

    def __init__(
        self, *args: Any, options: Sequence[Card], ranking: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.options = list(options)
        places = [(str(place), str(place)) for place in range(1, len(options) + 1)]
        for each in self.options:
            self.fields[_rank(each)] = forms.ChoiceField(
                label=each.title,
                required=False,
                choices=[("", "–"), *places],
                initial=ranking.index(each.number) + 1 if each.number in ranking else "",
                error_messages={"invalid_choice": gettext("Choose one of the places in the list.")},
            )

    def rows(self) -> list[tuple[Card, forms.BoundField]]:
        """The options with their fields, those ranked first, in their order."""
        found = [(each, self[_rank(each)]) for each in self.options]
        return sorted(found, key=lambda row: _place(row[1].value()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        places = [place for place in cleaned.values() if place]
        twice = sorted({place for place in places if places.count(place) > 1}, key=int)
        for place in twice:
            sentence = gettext("Two books have place %(place)s. Give each place only once.")
            self.add_error(None, sentence % {"place": place})
        return cleaned

    @property
    def ranking(self) -> list[int]:
        placed = [(self.cleaned_data[_rank(each)], each.number) for each in self.options]
        return [number for _, number in sorted((int(p), n) for p, n in placed if p)]


def _said_by(nomination: Nomination) -> str:
    return gettext("%(title)s, suggested by %(name)s") % {
        "title": nomination.title,
        "name": nomination.membership.name,
    }


def _rank(card: Card) -> str:
    return f"rank-{card.number}"


def _place(value: object) -> int:
    typed = str(value or "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 10_000  # noqa: PLR2004  # no club has as many
