"""What people send from their inbox."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.notifications.queries.inbox import InboxFilter


class FilterForm(forms.Form):
    """What to show."""

    read = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[
            ("all", gettext_lazy("everything")),
            ("unread", gettext_lazy("unread")),
            ("read", pgettext_lazy("notices", "read")),
        ],
        required=False,
    )
    replied = forms.ChoiceField(
        label=gettext_lazy("Replied"),
        choices=[
            ("all", gettext_lazy("replied or not")),
            ("no", gettext_lazy("without a reply of mine")),
            ("yes", gettext_lazy("with a reply of mine")),
        ],
        required=False,
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("sorting", "Order"),
        choices=[
            ("newest", gettext_lazy("newest first")),
            ("oldest", gettext_lazy("oldest first")),
        ],
        required=False,
    )

    def chosen(self) -> InboxFilter:
        """What was asked for; nonsense is as if nothing had been asked."""
        self.full_clean()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return InboxFilter(**given)


class ChangeForm(forms.Form):
    """What to do with which notices."""

    do = forms.ChoiceField(choices=[("read", "read"), ("unread", "unread"), ("delete", "delete")])
    everything = forms.BooleanField(required=False)

    @property
    def ids(self) -> list[int]:
        """The chosen notices."""
        given = self.data.getlist("notice") if hasattr(self.data, "getlist") else []
        each = [pk for several in given for pk in several.split()]
        return [int(pk) for pk in each if pk.isdecimal() and len(pk) < 19]  # noqa: PLR2004  # digits of a 64-bit id
