"""Setting the archive up: one step at a time, then all of it at once."""

from django.utils.translation import gettext_lazy, pgettext_lazy

NAMES = (
    gettext_lazy("Name"),
    gettext_lazy("Your account"),
    gettext_lazy("Who may join"),
    gettext_lazy("Stories"),
    pgettext_lazy("step of the set-up", "Check"),
)
