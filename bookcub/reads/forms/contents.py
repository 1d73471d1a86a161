"""The chapters of a book that is kept by share, and where each begins in the edition of whoever types them."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.text import one_line
from bookcub.reads.forms.books import CHAPTER_TITLE_MAX, titles_in
from bookcub.reads.planning import BookMeasure, Contents, ContentsChapter, MeasureKind
from bookcub.reads.planning.contents import begins_at, goes_back
from bookcub.reads.queries.chapters import MOST_CHAPTERS
from bookcub.reads.queries.contents import UNKNOWN, line_of, lines_of, stamp_of
from bookcub.web.forms.plain import PlainForm

COUNTED_IN_NAME = "chapters_counted_in"
THEN_TITLE = r"(?:\s*[.:)–—-])?(?:\s+(?!%)(.*))?"
NUMBERED = {
    MeasureKind.PAGES: re.compile(rf"([0-9]{{1,9}}){THEN_TITLE}"),
    MeasureKind.PERCENT: re.compile(rf"([0-9]{{1,9}})(?:{THEN_TITLE}|\s*%[.:)–—-]?\s*(.*))"),
    MeasureKind.MINUTES: re.compile(rf"([0-9]{{1,3}}[:.][0-5][0-9]){THEN_TITLE}"),
}


class ContentsForm(PlainForm):
    """One chapter a line: where it begins, then its title. What is sent as it was shown begins where it began."""

    as_of = forms.CharField(max_length=16, widget=forms.HiddenInput)
    chapters_counted_in = forms.CharField(max_length=20, widget=forms.HiddenInput)
    chapters = forms.CharField(
        label=gettext_lazy("Chapters"),
        required=False,
        max_length=MOST_CHAPTERS * (CHAPTER_TITLE_MAX + 12),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *given: Any, contents: Contents, measure: BookMeasure, **more: Any) -> None:
        initial = {
            "as_of": stamp_of(contents),
            COUNTED_IN_NAME: measure.token,
            "chapters": lines_of(contents, measure),
        }
        super().__init__(*given, initial=initial, **more)
        self.contents, self.measure = contents, measure
        self.fields["chapters"].help_text = how_to_type(measure)

    def clean(self) -> None:
        typed = self.cleaned_data.get("chapters")
        if typed is None:
            return
        try:
            self._ensure_same_edition()
            self.cleaned_data["chapters"] = self._chapters(typed)
        except ValidationError as error:
            self.add_error("chapters", error)

    def _chapters(self, typed: str) -> list[ContentsChapter]:
        shown: defaultdict[str, deque[ContentsChapter]] = defaultdict(deque)
        for each in self.contents.chapters:
            shown[line_of(each, self.measure)].append(each)
        lines = [line for line in map(one_line, typed.splitlines()) if line]
        chapters = [
            _chapter(line, number, self.measure, shown)
            for number, line in enumerate(lines, start=1)
        ]
        titles_in("\n".join(each.title or UNKNOWN for each in chapters))
        if number := goes_back(chapters):
            sentence = gettext("Chapter %(number)s would begin before the one above it.")
            raise ValidationError(sentence % {"number": number}, code="goes_back")
        return chapters

    def _ensure_same_edition(self) -> None:
        """Numbers of another edition are asked again, once: then the page has told what they mean."""
        if self.cleaned_data.get(COUNTED_IN_NAME) == self.measure.token:
            return
        self._send_again_with(**{COUNTED_IN_NAME: self.measure.token})
        sentence = gettext(
            "Your edition has changed since you opened this page. Check where the chapters begin, and save them again."
        )
        raise ValidationError(sentence, code="other_measure")

    def as_it_is_now(self, contents: Contents) -> None:
        """Let what was typed be sent again, to take the place of these chapters."""
        self._send_again_with(as_of=stamp_of(contents))

    def _send_again_with(self, **hidden: str) -> None:
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, **hidden}


def _chapter(
    line: str, number: int, measure: BookMeasure, shown: Mapping[str, deque[ContentsChapter]]
) -> ContentsChapter:
    """Of two that are shown alike, for they begin on one page, each line in its turn is one."""
    if as_shown := shown.get(line):
        return as_shown.popleft()
    found = NUMBERED[measure.kind].fullmatch(line)
    if found is None and line[0].isdecimal():
        sentence = gettext(
            "It is not clear where chapter %(number)s begins. Put a space after the number, as in the example; where a title"
            " itself begins with a number, put a question mark before it."
        )
        raise ValidationError(sentence % {"number": number}, code="unclear")
    if found is None:
        return ContentsChapter(line.removeprefix(UNKNOWN).strip())
    begins = begins_at(measure, measure.from_typed(found[1]))
    if not 0 <= begins < measure.upto(measure.length):
        sentence = gettext("Chapter %(number)s would begin where there is nothing of the book.")
        raise ValidationError(sentence % {"number": number}, code="not_there")
    return ContentsChapter(one_line(next(filter(None, found.groups()[1:]), "")), begins)


def how_to_type(measure: BookMeasure) -> str:
    """Say it with an example in the edition of whoever types."""
    examples = {
        MeasureKind.PAGES: gettext(
            "One chapter on each line: the page on which it begins, then its title, like “112 Box Hill”."
        ),
        MeasureKind.PERCENT: gettext(
            "One chapter on each line: at how much of the book it begins, then its title, like “28% Box Hill”."
        ),
        MeasureKind.MINUTES: gettext(
            "One chapter on each line: at which hour and minute it begins, then its title, like “3:20 Box Hill”."
        ),
    }
    unknown = gettext("Where you do not know that, put a question mark: “? Box Hill”.")
    return f"{examples[measure.kind]} {unknown}"
