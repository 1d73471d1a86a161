"""Everything a work says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.core.text import html_from_typed
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import TagKind
from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.plain import PlainForm
from bookcub.web.forms.refusals import refusals
from bookcub.works.commands import Parent, WorkCommand
from bookcub.works.fields import (
    CREDIT_MAX,
    NEEDED,
    NOTES_MAX,
    SUMMARY_MAX,
    TITLE_MAX,
    Tags,
    WorkFields,
    bounded,
    check_tags,
    missing_of,
)
from bookcub.works.forms.fandoms import NewFandomMixin, asked_about_fandom
from bookcub.works.forms.parts import TagsField, picked
from bookcub.works.languages import language_choices, language_name
from bookcub.works.models import MayComment, Relation, Visibility, Work

OWN_ADDRESS = re.compile(r"/works/(\d{1,18})(?:[/?#].*)?")
Options = Sequence[tuple[int, str]]


FOLDED = {
    "tags": ("categories", "relationship", "character", "freeform"),
    "notes": ("notes", "end_notes"),
    "people": ("co_creators", "credit", "is_anonymous"),
    "place": ("chapters_planned", "series", "series_new", "parents_kept", "parent", "parent_title"),
    "readers": ("visibility", "named_readers", "may_comment", "moderates_comments"),
    "posting": ("dated", "quietly", "scheduled_for", "note"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a person may choose among, as (key, name), and under which hosts the archive is known."""

    pseuds: Options = ()
    series: Options = ()
    parents: Options = ()
    tagged: Options = ()
    hosts: frozenset[str] = frozenset()


class WorkForm(NewFandomMixin, PlainForm):
    """A work without its text: for editing one, and for the larger half of a new one.

    A draft may lack anything; what readers are to see may not (`is_shown`), and all that is missing is said at once.
    """

    needed_to_post = tuple(NEEDED)

    title = forms.CharField(
        required=False,
        max_length=TITLE_MAX,
        label=gettext_lazy("Title"),
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Title"), "autocomplete": "off"}),
    )
    pseud = forms.TypedChoiceField(coerce=int, required=False, label=gettext_lazy("Sign as"))
    co_creators = NamesField(
        required=False,
        label=gettext_lazy("Invite co-creators"),
        help_text=gettext_lazy(
            "Separate user names with commas. Each person is invited and can decline."
        ),
    )
    fandom = TagsField(
        required=False,
        label=gettext_lazy("Fandoms"),
        help_text=gettext_lazy(
            "At least one before you post. Use “Original Work” for a world of your own."
        ),
    )
    rating = forms.ChoiceField(
        choices=Rating, label=gettext_lazy("Rating"), initial=Rating.NOT_RATED
    )
    warnings = forms.MultipleChoiceField(
        choices=ArchiveWarning.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("Archive warnings"),
    )
    categories = forms.MultipleChoiceField(
        choices=Category.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("Categories"),
    )
    relationship = TagsField(
        required=False,
        label=gettext_lazy("Relationships"),
        help_text=gettext_lazy("“A/B” for romance, “A & B” for everything else."),
    )
    character = TagsField(required=False, label=pgettext_lazy("people in a story", "Characters"))
    freeform = TagsField(required=False, label=gettext_lazy("Additional tags"))

    tags_from = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        label=gettext_lazy("Copy tags from another of your works"),
        help_text=gettext_lazy(
            "Rating, warnings, categories and all tags of that work take the place of what is here."
        ),
    )
    summary = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        label=gettext_lazy("Summary"),
        validators=[bounded(SUMMARY_MAX)],
    )
    notes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=gettext_lazy("Notes at the beginning"),
        validators=[bounded(NOTES_MAX)],
    )
    end_notes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=gettext_lazy("Notes at the end"),
        validators=[bounded(NOTES_MAX)],
    )

    language = forms.ChoiceField(
        choices=language_choices, initial="en", label=gettext_lazy("Language")
    )
    chapters_planned = forms.CharField(
        required=False,
        initial=1,
        max_length=7,
        label=gettext_lazy("Chapters planned"),
        help_text=gettext_lazy("1 for a story in one piece, “?” if you don’t know yet."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    series = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Part of your series"),
    )
    series_new = forms.CharField(
        required=False, max_length=TITLE_MAX, label=gettext_lazy("Start a new series")
    )

    parents_kept = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Related works"),
    )
    relation = forms.ChoiceField(
        choices=[
            (Relation.INSPIRED_BY.value, gettext_lazy("Inspired by the other work")),
            (Relation.TRANSLATION_OF.value, gettext_lazy("A translation of the other work")),
        ],
        required=False,
        initial=Relation.INSPIRED_BY.value,
        label=gettext_lazy("How this work is related"),
    )
    parent = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("Address of the other work"),
        help_text=gettext_lazy("In this archive or anywhere else."),
    )
    parent_title = forms.CharField(
        required=False, max_length=TITLE_MAX, label=gettext_lazy("Its title")
    )
    parent_author = forms.CharField(
        required=False, max_length=TITLE_MAX, label=gettext_lazy("Its author")
    )
    parent_language = forms.ChoiceField(required=False, label=gettext_lazy("Its language"))

    visibility = forms.ChoiceField(
        choices=Visibility,
        widget=forms.RadioSelect,
        initial=Visibility.EVERYONE,
        label=gettext_lazy("Who can read it"),
    )
    named_readers = NamesField(
        required=False,
        label=gettext_lazy("The people you name"),
        help_text=gettext_lazy(
            "Separate user names with commas. Only needed if you chose “only people I name”."
        ),
    )
    may_comment = forms.ChoiceField(
        choices=MayComment,
        widget=forms.RadioSelect,
        initial=MayComment.MEMBERS,
        label=gettext_lazy("Who can comment"),
    )
    moderates_comments = forms.BooleanField(
        required=False, label=gettext_lazy("Comments appear once I approve them")
    )
    credit = forms.CharField(
        required=False,
        max_length=CREDIT_MAX,
        label=gettext_lazy("Written by"),
        help_text=gettext_lazy(
            "You imported it for somebody else. Leave it empty if you wrote it."
        ),
    )
    is_anonymous = forms.BooleanField(
        required=False,
        label=gettext_lazy("Post without showing who wrote it"),
        help_text=gettext_lazy(
            "In a series that also holds signed works, only you see this one: the series would give you away."
        ),
    )

    def __init__(
        self,
        *args: Any,
        offers: Offers | None = None,
        is_shown: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("credit"):
            del self.fields["credit"]
        self.is_shown = is_shown
        offers = offers or Offers()
        self.hosts = frozenset(host.lower() for host in offers.hosts)
        self._offer("pseud", offers.pseuds)
        self._offer("series", offers.series)
        self._offer("parents_kept", offers.parents)
        self._offer("tags_from", [("", gettext("choose a work")), *offers.tagged])
        languages = [("", gettext("not given")), *language_choices()]
        self._offer("parent_language", languages)
        self._offer_language(self.initial.get("language", ""))

    @property
    def open_parts(self) -> dict[str, bool]:
        """Which of the parts that may be folded show something typed, chosen or wrong."""
        return {
            part: any(self._is_told(name) for name in names if name in self.fields)
            for part, names in FOLDED.items()
        }

    def _is_told(self, name: str) -> bool:
        usual = self.fields[name].initial
        value = self[name].value()
        return bool(self[name].errors) or (bool(value) and str(value) != str(usual))

    def _offer(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = picked(choices)

    def _offer_language(self, code: str) -> None:
        """An imported work may be in a language that the list does not have: it keeps it."""
        if code and code not in dict(language_choices()):
            self._offer("language", [*language_choices(), (code, language_name(code))])

    def tell_missing(self) -> None:
        """Say of a form that is only shown what its work needs before it can be posted."""
        shown = {name: self[name].value() for name in NEEDED}
        for name, errors in missing_of(shown).items():
            self.errors[name] = self.error_class(errors, renderer=self.renderer)

    def clean_chapters_planned(self) -> int | None:
        typed = str(self.cleaned_data["chapters_planned"]).strip()
        if typed in {"", "?"}:
            return None
        if not typed.isdecimal():
            raise ValidationError(
                gettext("Enter a number, or “?” if you don’t know yet."), code="invalid"
            )
        return int(typed)

    def clean(self) -> dict[str, Any]:
        is_parsed = not self.errors
        cleaned = super().clean() or {}
        missing = missing_of(cleaned) if self.is_shown else {}
        if is_parsed:
            with refusals(self):
                self.work_fields.cleaned()
            with refusals(self):
                self.parent_work()
            with refusals(self):
                check_tags(self.tags())
        for name, errors in missing.items():
            if name not in self.errors:
                self.add_error(name, ValidationError(errors))
        if self.is_shown:
            self.ask_about_new_fandoms()
            self.ask_about_warnings()
        return cleaned

    def ask_about_warnings(self) -> None:
        """That none applies and that one does cannot both be so."""
        codes = self.cleaned_data.get("warnings", [])
        if "none_apply" in codes and len({*codes} - {"chose_not_to_warn"}) > 1:
            sentence = gettext(
                "“No Archive Warnings Apply” cannot stand beside a warning. Take one of them away."
            )
            self.add_error("warnings", ValidationError(sentence, code="contradiction"))

    def ask_about_new_fandoms(self, told: Iterable[str] = ()) -> None:
        """Half a name makes a fandom that nobody finds: ask, unless its person, or a source, has told it so."""
        if self.cleaned_data.get("fandom_new"):
            return
        for name in self.cleaned_data.get("fandom", ()):
            if name not in told and (question := asked_about_fandom(name)):
                self.add_error("fandom", question)

    @cached_property
    def work_fields(self) -> WorkFields:
        given = self.cleaned_data
        return WorkFields(
            title=given["title"],
            summary=html_from_typed(given["summary"]),
            notes=html_from_typed(given["notes"]),
            end_notes=html_from_typed(given["end_notes"]),
            language=given["language"],
            rating=Rating(given["rating"]),
            warnings=ArchiveWarning.from_codes(given["warnings"]),
            categories=Category.from_codes(given["categories"]),
            chapters_planned=given["chapters_planned"],
            visibility=Visibility(given["visibility"]),
            may_comment=MayComment(given["may_comment"]),
            moderates_comments=given["moderates_comments"],
            is_anonymous=given["is_anonymous"],
            credit=" ".join(given.get("credit", self.initial.get("credit", "")).split()),
            original_url=self.initial.get("original_url", ""),
        )

    def tags(self) -> Tags:
        return {kind: self.cleaned_data[kind.value] for kind in TagKind}

    def parent_work(self) -> Parent | None:
        """The work this one owes something to. ValidationError for an address that is none."""
        given = self.cleaned_data
        address, title = given["parent"].strip(), given["parent_title"].strip()
        if not address and not title:
            return None
        relation = Relation(given["relation"] or Relation.INSPIRED_BY)
        work_id, url = self._where(address)
        return Parent(
            relation=relation,
            work_id=work_id,
            url=url,
            title=title,
            author=given["parent_author"].strip(),
            language=given["parent_language"],
        )

    def _where(self, address: str) -> tuple[int | None, str]:
        try:
            parts = urlsplit(address)
        except ValueError:  # brackets that are no IPv6 address
            parts = urlsplit("")
        is_own = not parts.netloc or parts.netloc.lower() in self.hosts
        if is_own and (match := OWN_ADDRESS.fullmatch(parts.path)):
            return int(match[1]), ""
        if address and (parts.scheme not in {"http", "https"} or not parts.netloc):
            raise ValidationError(
                {
                    "parent": ValidationError(
                        gettext("Enter the whole address, starting with https://."), code="invalid"
                    )
                }
            )
        return None, address

    def command(self) -> WorkCommand:
        given = self.cleaned_data
        return WorkCommand(
            fields=self.work_fields,
            tags=self.tags(),
            co_creators=given["co_creators"],
            named_readers=given["named_readers"],
            series=tuple(given["series"]),
            series_new=given["series_new"],
            parents_kept=tuple(given["parents_kept"]),
            parent=self.parent_work(),
        )


def initial_of(work: Work, *, own_series: Iterable[int] = ()) -> Mapping[str, Any]:
    """What the form shows for a work (its taggings, readers and parents prefetched)."""
    own = set(own_series)
    names = {kind.value: [tag.name for tag in work.tags_of(kind)] for kind in TagKind}
    return {
        **names,
        "title": work.title,
        "summary": work.summary,
        "notes": work.notes,
        "end_notes": work.end_notes,
        "language": work.language,
        "rating": work.rating,
        "warnings": work.warnings.codes,
        "categories": work.categories.codes,
        "chapters_planned": work.chapters_planned or "?",
        "visibility": work.visibility,
        "named_readers": [reader.username for reader in work.named_readers.all()],
        "may_comment": work.may_comment,
        "moderates_comments": work.moderates_comments,
        "is_anonymous": work.is_anonymous,
        "credit": work.credit,
        "original_url": work.original_url,
        "series": [
            entry.series_id for entry in work.series_entries.all() if entry.series_id in own
        ],
        "parents_kept": [related.pk for related in work.parents.all()],
    }
