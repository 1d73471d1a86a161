"""What wranglers ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.core.text import one_line
from bookcub.finding.queries.wrangling.queues import CANONICAL, SYNONYM, UNDECIDED
from bookcub.people.models import User
from bookcub.tags.actions.lists import ListedTag, listed_tags
from bookcub.tags.models import KINDS, NOTE_MAX, PARENT_KINDS, TAG_MAX, Tag, TagKind, folded

AT_ONCE = 200  # tags of one decision
MOST_LINES = 2000  # of a list that is loaded while somebody waits
LARGEST_FILE = 2_000_000  # bytes


class QueueForm(forms.Form):
    """Which tags of the desk are shown; what makes no sense is as if nobody had asked."""

    kind = forms.ChoiceField(choices=KINDS, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[
            (UNDECIDED, pgettext_lazy("tags", "undecided")),
            (CANONICAL, pgettext_lazy("tags", "canonical")),
            (SYNONYM, pgettext_lazy("tags", "synonyms")),
        ],
        required=False,
    )
    fandom = forms.CharField(label=gettext_lazy("Fandom"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Words in the name"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    @property
    def wishes(self) -> dict[str, str]:
        """What was asked for, as far as it makes sense."""
        self.is_valid()
        asked = {name: str(self.cleaned_data.get(name) or "")[:TAG_MAX] for name in self.fields}
        return asked | {
            "kind": asked["kind"] or TagKind.FANDOM,
            "state": asked["state"] or UNDECIDED,
        }


class Deed(models.TextChoices):
    CANONICAL = "canonical", gettext_lazy("Make canonical")
    MERGE = "merge", gettext_lazy("Merge into …")
    UNDER = "under", gettext_lazy("Put under …")
    OUT = "out", gettext_lazy("Take out from under …")
    SPLIT = "split", gettext_lazy("Split off")
    BACK = "back", gettext_lazy("No longer canonical")
    RENAME = "rename", gettext_lazy("Rename to …")
    DESCRIBE = "describe", gettext_lazy("Say what it means …")


OF_MANY = [Deed.CANONICAL, Deed.MERGE, Deed.UNDER, Deed.OUT, Deed.SPLIT, Deed.BACK]
OF_ONE = {Deed.RENAME, Deed.DESCRIBE}


@dataclass(frozen=True, slots=True)
class TagCommand:
    """What is to be done with which tags."""

    deed: Deed
    tags: list[Tag]
    words: str = ""
    others: list[Tag] = field(default_factory=list)  # what they are merged into, or put under


class TagChangeForm(forms.Form):
    """Tags that were ticked, what is to be done with them, and a name or a few."""

    tag = forms.ModelMultipleChoiceField(
        Tag.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": gettext_lazy("Tick at least one tag."),
            "invalid_choice": gettext_lazy(
                "One of these tags is not here any more, or not yours to put in order."
            ),
        },
    )
    do = forms.ChoiceField(label=gettext_lazy("What to do"), choices=Deed)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NOTE_MAX,
        required=False,
        help_text=gettext_lazy("The tag to merge into, or the tags to put these under, with commas between."),
    )  # fmt: skip

    def __init__(
        self, *given: Any, tags: QuerySet[Tag], parents: QuerySet[Tag], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.fields["tag"].queryset = tags  # type: ignore[attr-defined]  # a field of models
        self.known, self.parents = tags, parents

    def clean_tag(self) -> list[Tag]:
        """Refuse more than one decision is made about."""
        tags = list(self.cleaned_data["tag"].order_by("name")[: AT_ONCE + 1])
        if len(tags) > AT_ONCE:
            raise ValidationError(
                gettext("Tick at most %(most)s tags at a time."),
                code="many",
                params={"most": AT_ONCE},
            )
        return tags

    def clean(self) -> dict[str, Any]:
        """Find what was named."""
        deed, tags = self.cleaned_data.get("do"), self.cleaned_data.get("tag")
        if not deed or not tags:
            return self.cleaned_data
        words = one_line(self.cleaned_data.get("name", ""))
        if len({tag.kind for tag in tags}) > 1:
            raise ValidationError(gettext("Tick tags of one kind at a time."), code="kinds")
        if deed in OF_ONE and len(tags) > 1:
            raise ValidationError(gettext("Tick one tag alone to do that."), code="many")
        try:
            others = self._others(Deed(deed), tags, words)
        except ValidationError as error:
            self.add_error("name", error)
            return self.cleaned_data
        self.cleaned_data["command"] = TagCommand(Deed(deed), tags, words, others)
        return self.cleaned_data

    def _others(self, deed: Deed, tags: list[Tag], words: str) -> list[Tag]:
        kind = tags[0].kind
        if deed == Deed.MERGE:
            return [self._named(words, [kind], self.known)]
        if deed in {Deed.UNDER, Deed.OUT} or (deed == Deed.CANONICAL and words):
            names = [name for each in words.split(",") if (name := one_line(each))]
            return [self._named(name, PARENT_KINDS[kind], self.parents) for name in names or [""]]
        if deed == Deed.RENAME and not words:
            raise ValidationError(gettext("Type the new name."), code="required")
        return []

    def _named(self, name: str, kinds: Sequence[str], among: QuerySet[Tag]) -> Tag:
        if not name:
            raise ValidationError(gettext("Type the name of a tag."), code="required")
        for kind in kinds:
            found = among.filter(kind=kind, folded=folded(name[:TAG_MAX])).first()
            if found is not None:
                return found
        raise ValidationError(
            gettext("There is no tag “%(name)s” that this could go to. Look how it is written."),
            code="unknown",
            params={"name": name},
        )


class NewTagForm(forms.Form):
    """A canonical tag that no work needs to have: the media of a fandom, a meta-tag."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=TAG_MAX)


class ListFileForm(forms.Form):
    """A list of tags, read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A CSV or JSON file in UTF-8."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )

    def clean_file(self) -> list[ListedTag]:
        """Read it; its mistakes are told by their lines."""
        given = self.cleaned_data["file"]
        found = listed_tags(given.read(LARGEST_FILE + 1))
        if given.size > LARGEST_FILE or len(found) > MOST_LINES:
            raise ValidationError(
                gettext(
                    "A page takes lists of %(most)s lines at most. Load a longer one on the machine, with"
                    " bookcub tags load."
                ),
                code="large",
                params={"most": number_format(MOST_LINES, force_grouping=True)},
            )
        return found


class WranglerForm(forms.Form):
    """Who is to put tags in order, and of which fandom."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )
    fandom = forms.CharField(
        label=gettext_lazy("Fandom"),
        max_length=TAG_MAX,
        required=False,
        help_text=gettext_lazy("Leave it empty for all tags."),
    )

    def clean_username(self) -> User:
        """Find the account of this name."""
        name = self.cleaned_data["username"].strip()
        found: User | None = User.objects.named(name).filter(is_active=True).first()
        if found is None:
            raise ValidationError(
                gettext("Nobody here goes by the user name “%(name)s”. Check it for a typo."),
                code="unknown",
                params={"name": name},
            )
        return found

    def clean_fandom(self) -> Tag | None:
        """Find the fandom that is canonical under this name."""
        name = one_line(self.cleaned_data["fandom"])
        if not name:
            return None
        found = Tag.objects.named(name, TagKind.FANDOM).select_related("synonym_of").first()
        found = (found.synonym_of or found) if found else None
        if found is None or not found.is_canonical:
            raise ValidationError(
                gettext("There is no canonical fandom “%(name)s”. Make it canonical first."),
                code="unknown",
                params={"name": name},
            )
        return found
