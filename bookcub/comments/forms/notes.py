"""What people send when they write into the margin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.comments.forms.comments import EVERYONE, CommentForm, club_of, counted
from bookcub.comments.models import Colour, Hearers
from bookcub.core import text
from bookcub.core.text import Block, one_break, quote, whole_block
from bookcub.core.text.characters import TYPED
from bookcub.people.models import Pseud, User

SELF, AUTHORS = "self", "authors"
LONGEST_PASSAGE = 5_000  # characters
GONE = gettext_lazy(
    "The text has changed in the meantime. Choose the words again; what you wrote is still here."
)


class PassageForm(forms.Form):
    """Which words are meant: a block, offsets in code points, and the words themselves to make sure."""

    block = forms.CharField(max_length=12, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end_block = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    words = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, blocks: Sequence[Block], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = blocks
        self.passage: text.Quotation | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if any(name in self.errors for name in ("block", "start", "end_block", "end", "words")):
            raise forms.ValidationError(GONE, code="gone")
        self.passage = meant(self.blocks, cleaned)
        if self.passage is None:
            raise forms.ValidationError(GONE, code="gone")
        if len(self.passage.exact) > LONGEST_PASSAGE:
            raise forms.ValidationError(
                gettext(
                    "A note can be about %(most)s characters of the text at most. Choose fewer words."
                ),
                code="passage_too_long",
                params={"most": counted(LONGEST_PASSAGE)},
            )
        return cleaned


class NoteForm(PassageForm, CommentForm):
    """A note: what it is about, its words if any, its colour, and who hears it."""

    text = forms.CharField(
        label=gettext_lazy("Your note"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    colour = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        choices=Colour,
        initial=Colour.YELLOW,
        widget=forms.RadioSelect,
    )
    instead = forms.CharField(
        label=gettext_lazy("How it could read"),
        required=False,
        strip=False,
        max_length=LONGEST_PASSAGE,
        help_text=gettext_lazy(
            "Change the words as you would write them. An empty field suggests leaving the passage out."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = (
        "block",
        "start",
        "end_block",
        "end",
        "words",
        "instead",
        "text",
        "to",
        "colour",
        "pseud",
    )

    def __init__(
        self,
        *args: Any,
        member: User,
        blocks: Sequence[Block],
        hearers: Sequence[tuple[str, str]],
        suggests: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, member=member, blocks=blocks, hearers=hearers, **kwargs)
        if not suggests or AUTHORS not in dict(hearers):
            del self.fields["instead"]
        else:
            self.fields["text"].label = gettext("Why (optional)")

    def clean_text(self) -> str:
        return super().clean_text() if str(self.cleaned_data["text"]).strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("to") == EVERYONE and cleaned.get("text") == "":
            self.add_error(
                "text",
                gettext("Write something, or choose to mark the words for yourself or for a club."),
            )
        if self.suggestion is not None:
            self._check_suggestion(cleaned)
        elif "instead" in self.fields and not cleaned.get("text") and not self.errors:
            self.add_error(
                "instead",
                forms.ValidationError(
                    gettext("These are the words as they stand. Change them, or say why below."),
                    code="unchanged",
                ),
            )
        return cleaned

    def _check_suggestion(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("to") == SELF:
            self.add_error(
                "to",
                forms.ValidationError(
                    gettext(
                        "A suggestion goes to the authors. Choose them, or put the words back as they were."
                    ),
                    code="not_for_oneself",
                ),
            )
        if self.passage and self.passage.start_block_id != self.passage.end_block_id:
            self.add_error(
                "instead",
                forms.ValidationError(
                    gettext("Suggest other words for one paragraph at a time."), code="too_wide"
                ),
            )

    @property
    def suggestion(self) -> str | None:
        """The words to stand there instead; None for a note that suggests none."""
        if "instead" not in self.data or "instead" not in self.cleaned_data or not self.passage:
            return None
        words = one_break(str(self.cleaned_data["instead"]))
        return None if words.split() == self.passage.exact.split() else words

    @property
    def hearers(self) -> Hearers:
        """Who hears it, of a valid form."""
        to = str(self.cleaned_data["to"])
        if to in {SELF, AUTHORS}:
            return Hearers(to)
        return Hearers.EVERYONE if club_of(to) is None else Hearers.CLUB

    @property
    def by(self) -> Pseud:
        """Who says it, of a valid form."""
        pseud: Pseud = self.cleaned_data["pseud"]
        return pseud


def meant(blocks: Sequence[Block], cleaned: dict[str, Any]) -> text.Quotation | None:
    """The passage that was chosen, or None where the text says otherwise by now."""
    block_id, words = cleaned["block"], str(cleaned.get("words") or "")
    try:
        if cleaned.get("end") is None:
            found = whole_block(blocks, block_id)
        else:
            found = quote(
                blocks,
                block_id,
                cleaned.get("start") or 0,
                cleaned.get("end_block") or block_id,
                cleaned["end"],
            )
    except ValueError:
        found = None
    if found is not None and (not words or found.exact.split() == words.split()):
        return found
    return _by_its_words(blocks, block_id, words)


def _by_its_words(blocks: Sequence[Block], block_id: str, words: str) -> text.Quotation | None:
    """Words that stand once in the block that was named, whichever quotation marks and spaces it has by now."""
    wanted = words.translate(TYPED)
    for block in blocks:
        there = block.text.translate(TYPED)
        if block.id == block_id and wanted.strip() and there.count(wanted) == 1:
            start = there.index(wanted)
            return quote(blocks, block_id, start, block_id, start + len(words))
    return None
