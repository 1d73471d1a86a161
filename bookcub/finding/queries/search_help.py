"""What the search page says of itself: orders and examples."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext

from bookcub.finding.queries.work_language import BEST


def sort_choices() -> list[tuple[str, str]]:
    """The orders of a list as people choose them."""
    return [
        (BEST, gettext("Best match")),
        ("updated", gettext("Newest chapter")),
        ("posted", gettext("First posted")),
        ("words", pgettext("order of a list", "Words")),
        ("chapters", pgettext("order of a list", "Chapters")),
        ("kudos", pgettext("order of a list", "Kudos")),
        ("comments", pgettext("order of a list", "Comments")),
        ("bookmarks", pgettext("order of a list", "Bookmarks")),
        ("title", pgettext("order of a list", "Title")),
        ("author", pgettext("order of a list", "Author")),
    ]


def examples() -> list[tuple[str, str, bool]]:
    """Something that can be typed, what it finds, and whether every archive may have some of it."""
    return [
        ("storm lantern", gettext("Both words, in title, names, tags, series or summary"), False),
        ('"slow burn" OR "found family"', gettext("One or the other, each as it stands"), False),
        ("storm -rain", gettext("Without a word"), False),
        ("rowb*", gettext("Words that begin so"), False),
        ('author:finch fandom:"original work"', gettext("Where the words stand"), False),
        ("words:>10k complete:yes", gettext("Long and finished"), True),
        ("updated:<30d", gettext("A new chapter in the last thirty days"), True),
        ("posted:2025", gettext("First posted in a year, a month or on a day"), True),
        ("lang:english rating:teen", gettext("Language and rating"), True),
        ("warning:none -category:gen", gettext("Warnings and categories"), True),
        ("kudos:>10 sort:kudos", gettext("Much liked, the most liked first"), True),
    ]
