"""Half the name of a fandom: what is asked about it, and the answer that one button gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from bookcub.tags.models import TagKind
from bookcub.tags.queries import meant_by

NEW_HERE = "new_here"  # the code of an error that asks
MEANT = (
    "fandom_meant"  # what the button is called: it sends the typed name and the one that is meant
)


def asked_about_fandom(name: str) -> ValidationError | None:
    """Whether it means another, of which it may be the beginning; None for one that is known, or like none. Two queries."""
    meant = meant_by(TagKind.FANDOM, name)
    if not meant:
        return None
    sentence = gettext_lazy("“%(name)s” is new here. Did you mean “%(meant)s”?")
    return ValidationError(sentence, code=NEW_HERE, params={"name": name, "meant": meant})


def with_what_was_meant(sent: QueryDict) -> QueryDict:
    """What was sent, with the name that is meant in place of the one that was typed; no name of a tag has a comma."""
    typed, comma, meant = sent.get(MEANT, "").partition(",")
    if not comma:
        return sent
    names = [" ".join(each.split()) for each in sent.get("fandom", "").split(",")]
    sent = sent.copy()
    sent["fandom"] = ", ".join(meant if each == typed else each for each in names)
    return sent


class NewFandomMixin(forms.Form):
    """The answers to the question: a button for the one that is meant, and a tick for one that is new."""

    fandom_new = forms.BooleanField(required=False, label=gettext_lazy("It is a new fandom"))

    @property
    def asks_about_new_fandoms(self) -> bool:
        """Whether its person is to say that a fandom is none of those that begin alike."""
        return self.is_bound and self.has_error("fandom", NEW_HERE)

    @property
    def meant_fandoms(self) -> list[Mapping[str, Any]]:
        """Each with the name that was typed, and the one that it may mean."""
        errors = self.errors.as_data().get("fandom", [])
        return [each.params or {} for each in errors if each.code == NEW_HERE]
