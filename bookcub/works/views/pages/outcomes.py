"""What the next page says of what was just written."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from bookcub.web.components.languages import naming, said, titled
from bookcub.works.models import Chapter

OUTCOMES = {
    "saved": gettext_lazy("“%(title)s” is saved."),
    "post": gettext_lazy("“%(title)s” is posted."),
    "schedule": gettext_lazy("“%(title)s” is scheduled and will be posted automatically."),
    "save": gettext_lazy("“%(title)s” is saved as a draft."),
}


def outcome_of(do: str, title: str) -> SafeString:
    """Say what became of a work or a chapter; what is none of the others was saved as a draft."""
    return said(str(OUTCOMES.get(do, OUTCOMES["save"])), title=title)


def outcome_of_chapter(do: str, chapter: Chapter) -> SafeString:
    """The same of a chapter; the only one of its work goes by the work's title."""
    name = titled(chapter.work) if chapter.is_only else naming(chapter.heading, chapter)
    return outcome_of(do, name)
