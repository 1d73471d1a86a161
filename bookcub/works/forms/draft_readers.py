"""To whom a draft is shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.plain import PlainForm


class DraftReadersForm(PlainForm):
    """Names of people, with commas between them."""

    names = NamesField(
        label=gettext_lazy("Show it to"),
        help_text=gettext_lazy("User names or pseuds. Separate them with commas."),
        error_messages={"required": gettext_lazy("Name at least one person.")},
    )
