"""What was understood, to be looked through and put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.text import legible, plain
from bookcub.importing.actions.save_work import Wishes
from bookcub.importing.mapping import MappedChapter, MappedFields
from bookcub.importing.queries.pages import WorkPreview
from bookcub.importing.queries.same_work import Comparison, Match, elsewhere
from bookcub.web.forms.days import DayInput
from bookcub.works.choices import Visibility
from bookcub.works.commands import Parent
from bookcub.works.fields import TITLE_MAX, WorkFields, missing_of
from bookcub.works.forms.parts import check_day
from bookcub.works.forms.work import WorkForm

EDITABLE_MAX = 300  # chapters; a form with more fields would not be taken

# What a source says of these is kept as it says it, and can be changed afterwards.
# Of what is kept of a review that is not done: characters of a value, values of a field, characters in all.
LONGEST_TYPED, MOST_TYPED, ROOM = 20_000, 200, 500_000
LONGEST_NUMBER = 9  # digits
NOT_ASKED = (
    "pseud",
    "co_creators",
    "named_readers",
    "credit",
    "series",
    "series_new",
    "parents_kept",
    "relation",
    "parent",
    "parent_title",
    "parent_author",
    "parent_language",
)


class DayField(forms.DateField):
    """A publication date: from 1950 to today."""

    def clean(self, value: Any) -> Any:
        return check_day(super().clean(value))


class CompleteTick(forms.CheckboxInput):
    """A tick about so many chapters: one that stood there before some were left out says nothing of the rest."""

    total = 0

    def format_value(self, value: Any) -> str:
        """What it sends: the number that it stood beside, or that its person has set it."""
        return str(self.total) if self.check_test(value) else "yes"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        sent = str(data.get(name) or "")[:LONGEST_NUMBER]
        return int(sent) <= self.total if sent.isdecimal() else bool(sent)


@dataclass(frozen=True, slots=True)
class ImportedChapterRow:
    """One chapter on the page, with its fields where it can still be changed."""

    match: Match
    included: BoundField | None = None
    title: BoundField | None = None
    dated: BoundField | None = None
    place: int = 0

    @property
    def chapter(self) -> MappedChapter:
        return self.match.chapter

    @property
    def state(self) -> str:
        return self.match.state

    @property
    def is_left_out(self) -> bool:
        return self.match.is_left_out

    @property
    def wish_to_read(self) -> str:
        """What the button that opens it sends."""
        return f"read-{self.chapter.key}"

    @property
    def shown_title(self) -> str:
        """What it is called before anybody opens it."""
        here = self.match.here.title if self.match.here is not None else ""
        return str((self.title.value() if self.title is not None else "") or here or "")

    @property
    def has_errors(self) -> bool:
        """Whether something in it has to be put right: then it stands open."""
        return any(bound is not None and bound.errors for bound in (self.title, self.dated))


class PreviewForm(WorkForm):
    """A parsed work before it is kept. Of people, series and debts the source's own are used."""

    keep_comments = forms.BooleanField(required=False, label=gettext_lazy("Import its comments"))
    keep_series = forms.BooleanField(required=False, label=gettext_lazy("Add it to its series"))

    def __init__(
        self,
        *args: Any,
        comparison: Comparison,
        is_publishing: bool = False,
        origin: str = "",
        is_part: bool = False,
        names: tuple[str, str] = ("", ""),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.origin = origin
        named = dict(zip(("author", "me"), names, strict=True))
        if origin and comparison.work is None:
            self.fields["wrote_it"] = forms.ChoiceField(
                label=gettext("Did you write this?"),
                choices=[
                    ("no", gettext("No. It reads “by %(author)s · imported by %(me)s”.") % named),
                    ("yes", gettext("Yes, under another name. It reads “by %(me)s”.") % named),
                ],
                initial="no",
                required=False,
                widget=forms.RadioSelect,
            )
        for name in NOT_ASKED:
            self.fields.pop(name, None)
        self.comparison = comparison
        self.is_publishing = is_publishing
        self.has_chapter_fields = len(comparison.matches) <= EDITABLE_MAX
        self.is_new = comparison.work is None
        for match in comparison.matches:
            if match.is_left_out or (self.has_chapter_fields and match.state != "unchanged"):
                self._add_tick(match)
                if self.has_chapter_fields:
                    self._add_fields(match)
        if not is_part:
            self._offer_completion()

    def ask_about_warnings(self) -> None:
        """What a source says of its work is taken as it is."""

    def _offer_completion(self) -> None:
        """One tick says that this is all of it; its source, or its kind of file, may have said so."""
        total = self.comparison.total(each.key for each in self.comparison.wanted)
        is_complete = str(self.initial.get("chapters_planned")) == str(total)
        if is_complete:
            # Whoever takes the tick away does not know the end; the number is hidden until then.
            self.initial["chapters_planned"] = "?"
        self.fields["is_complete"] = forms.BooleanField(
            required=False, initial=is_complete, widget=CompleteTick
        )
        self._count_complete()

    def _count_complete(self) -> None:
        """Let the tick be about as many chapters as there are with those that are ticked."""
        tick = self.fields["is_complete"]
        total = self.comparison.total(each.key for each in self.ticked)
        if isinstance(tick.widget, CompleteTick):
            tick.widget.total = total
        tick.label = gettext("The work is complete: %(n)s/%(n)s") % {"n": total}

    def _add_tick(self, match: Match) -> None:
        key = match.chapter.key
        self.fields[f"included-{key}"] = forms.BooleanField(
            required=False,
            initial=not match.is_left_out,
            label=gettext("Import chapter %(n)s") % {"n": key},
        )
        if match.here is None:
            # For the script beside the tick that says how many there will be.
            self.fields[f"included-{key}"].widget.attrs["data-adds"] = ""

    def _add_fields(self, match: Match) -> None:
        chapter, key = match.chapter, match.chapter.key
        n = {"n": key}
        self.fields[f"title-{key}"] = forms.CharField(
            required=False,
            max_length=TITLE_MAX,
            initial=_title(match),
            label=gettext("Title of chapter %(n)s") % n,
            widget=forms.TextInput(attrs={"placeholder": gettext("No title")}),
        )
        if self.is_new:
            self.fields[f"place-{key}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=EDITABLE_MAX,
                initial=key,
                label=gettext("Place of chapter %(n)s") % n,
            )
        if match.here is None:
            self.fields[f"dated-{key}"] = DayField(
                required=False,
                initial=chapter.dated,
                widget=DayInput(),
                label=gettext("Date of chapter %(n)s") % n,
            )

    def begin_with(self, typed: Mapping[str, Sequence[str]]) -> None:
        """Show what was typed before, where it was asked then."""
        sent = as_sent(typed)
        names = self.fields.keys() & typed.keys()
        for name in names - {"is_complete"}:
            self.initial[name] = self.fields[name].widget.value_from_datadict(sent, {}, name)
        if "is_complete" in self.fields:
            self._count_complete()
        for name in names & {"is_complete"}:
            self.initial[name] = self.fields[name].widget.value_from_datadict(sent, {}, name)

    def typed_in(self, sent: QueryDict) -> dict[str, list[str]]:
        """What was sent, by the names of the fields: an empty list is a box without its tick."""
        typed = {
            name: [legible(value[:LONGEST_TYPED]) for value in sent.getlist(name)[:MOST_TYPED]]
            for name in self.fields
        }
        if sum(len(value) for values in typed.values() for value in values) > ROOM:
            raise PermissionDenied(gettext("That is more than a review can hold. Make it shorter."))
        return typed

    @property
    def ticked(self) -> list[MappedChapter]:
        """The chapters that would be kept as the form stands, sent or not, whatever else is wrong in it."""
        return [match.chapter for match in self.comparison.matches if self._is_ticked(match)]

    def _is_ticked(self, match: Match) -> bool:
        name = f"included-{match.chapter.key}"
        if name not in self.fields:
            return True  # nothing is asked about it
        field = self.fields[name]
        if self.is_bound:
            return bool(field.widget.value_from_datadict(self.data, self.files, name))
        return bool(self.get_initial_for_field(field, name))

    @property
    def tags_are_wrong(self) -> bool:
        """Whether something is the matter with what is folded away: then it stands open."""
        folded = ("warnings", "categories", "relationship", "character", "freeform")
        return any(self[name].errors for name in folded)

    @property
    def notes_are_open(self) -> bool:
        """Whether there are notes to look at, or something is the matter with them."""
        return any(self[name].value() or self[name].errors for name in ("notes", "end_notes"))

    @property
    def access_is_open(self) -> bool:
        """Whether its file keeps it from somebody, or something is the matter with who may read it."""
        asked = ("visibility", "may_comment", "moderates_comments", "is_anonymous")
        is_limited = (
            self["visibility"].value() != Visibility.EVERYONE or self["is_anonymous"].value()
        )
        return bool(is_limited) or any(self[name].errors for name in asked)

    def rows(self) -> Iterator[ImportedChapterRow]:
        """The chapters in the order in which they stand now."""
        shown = [self._row(match) for match in self.comparison.matches]
        yield from sorted(shown, key=lambda row: (row.place, row.chapter.key))

    def _row(self, match: Match) -> ImportedChapterRow:
        key = match.chapter.key
        place = key
        if f"place-{key}" in self.fields:
            typed = str(self[f"place-{key}"].value() or "")
            place = int(typed) if typed.isdecimal() and len(typed) < 6 else key  # noqa: PLR2004  # digits
        return ImportedChapterRow(
            match,
            self._bound("included", key),
            self._bound("title", key),
            self._bound("dated", key),
            place,
        )

    def _bound(self, name: str, key: int) -> BoundField | None:
        return self[f"{name}-{key}"] if f"{name}-{key}" in self.fields else None

    @cached_property
    def work_fields(self) -> WorkFields:
        """What the work shall say; what its importer wrote has no line and no name of another."""
        fields = super().work_fields
        if self._is_said_complete:
            total = self.comparison.total(each.key for each in self.chapters())
            fields = replace(fields, chapters_planned=total)
        if self.cleaned_data.get("wrote_it") != "yes":
            return fields
        return replace(fields, notes=without_line(fields.notes, self.origin), credit="")

    @property
    def _is_said_complete(self) -> bool:
        return "is_complete" in self.fields and bool(self["is_complete"].data)

    def clean_chapters_planned(self) -> int | None:
        """Not asked of what is complete."""
        return None if self._is_said_complete else super().clean_chapters_planned()

    def parent_work(self) -> Parent | None:
        """No other work is named here: those that the source names are kept."""
        return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_publishing:
            for name, errors in missing_of(cleaned).items():
                if name not in self.errors:
                    self.add_error(name, ValidationError(errors))
            self.ask_about_new_fandoms(told=self.initial.get("fandom") or ())
        if self.is_new and self.has_chapter_fields and not self._included():
            self.add_error(None, gettext("Import at least one chapter, or leave the work out."))
        return cleaned

    def chapters(self) -> list[MappedChapter]:
        """The chapters to keep, in order, as they were edited."""
        if not self.has_chapter_fields:
            return [
                match.chapter
                for match in self.comparison.matches
                if not match.is_left_out or self.cleaned_data.get(f"included-{match.chapter.key}")
            ]
        return [self._edited(match) for match in self._included()]

    def wishes(self) -> Wishes:
        """What a valid form asks for."""
        return Wishes(
            fields=self.work_fields,
            tags=self.tags(),
            chapters=self.chapters(),
            publish=self.is_publishing,
            with_comments=self.cleaned_data["keep_comments"],
            with_series=self.cleaned_data["keep_series"],
        )

    def _included(self) -> list[Match]:
        given = self.cleaned_data
        wanted = [
            match
            for match in self.comparison.matches
            if match.state == "unchanged" or given.get(f"included-{match.chapter.key}")
        ]
        return sorted(
            wanted,
            key=lambda match: (
                given.get(f"place-{match.chapter.key}") or match.chapter.key,
                match.chapter.key,
            ),
        )

    def _edited(self, match: Match) -> MappedChapter:
        chapter, given = match.chapter, self.cleaned_data
        if match.state == "unchanged":
            return chapter
        title = " ".join(given[f"title-{chapter.key}"].split())
        return replace(
            chapter,
            fields=replace(chapter.fields, title=title),
            dated=given.get(f"dated-{chapter.key}", chapter.dated),
        )


def review_of(
    preview: WorkPreview, sent: QueryDict | None, *, is_publishing: bool = False
) -> PreviewForm:
    """The form of one parsed work: as it was sent, else as its person left it."""
    initial = initial_of(
        preview.fields,
        preview.comparison,
        address=elsewhere(preview.mapped.address),
        credit=preview.mapped.credit,
    )
    for_all = [name for name in [preview.part.of_import.files_under] if name]
    initial["fandom"] = initial["fandom"] or for_all
    form = PreviewForm(
        sent,
        initial=initial,
        comparison=preview.comparison,
        is_publishing=is_publishing,
        origin=preview.mapped.origin,
        is_part=preview.mapped.is_part,
        names=(preview.mapped.credit, preview.part.of_import.pseud.byline),
    )
    if sent is None:
        form.begin_with(preview.part.typed)
        form.initial["fandom"] = form.initial["fandom"] or for_all
    return form


def as_sent(typed: Mapping[str, Sequence[str]]) -> QueryDict:
    """What was typed, in the shape in which a browser sends it."""
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        if values:
            sent.setlist(name, list(values))
    return sent


def without_line(notes: str, line: str) -> str:
    """Notes without their first paragraph, if that still says what it said."""
    first, end, rest = notes.partition("</p>")
    said, wanted = (" ".join(plain(html).split()) for html in (first + end, line))
    return rest.strip() if said == wanted else notes


def _title(match: Match) -> str:
    """What the chapter will be called: a title given here stands unless the source's is new."""
    title = match.chapter.fields.title
    if match.here is not None and match.origin is not None and match.origin.title == title:
        return match.here.title
    return title


def initial_of(
    fields: MappedFields, comparison: Comparison, *, address: str, credit: str = ""
) -> dict[str, Any]:
    """What the form shows at first."""
    work = comparison.work
    initial: dict[str, Any] = {
        "credit": work.credit if work else credit,
        "keep_comments": True,
        "keep_series": True,
        "original_url": work.original_url or address if work else address,
    }
    if work is not None:
        initial |= {
            "may_comment": work.may_comment,
            "moderates_comments": work.moderates_comments,
        }
    return initial | fields | {"chapters_planned": fields["chapters_planned"] or "?"}
