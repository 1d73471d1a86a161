"""What the search page says of itself: orders and examples."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext


def sort_choices() -> list[tuple[str, str]]:
    """The orders of a list as people choose them; nothing is the best first."""
    return [
        ("", gettext("Best match")),
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


def examples() -> list[tuple[str, str]]:
    """Something that can be typed, and what it finds."""
    return [
        ("storm lantern", gettext("Both words, in title, names, tags, series or summary")),
        ('"slow burn" OR "found family"', gettext("One or the other, each as it stands")),
        ("storm -rain", gettext("Without a word")),
        ("rowb*", gettext("Words that begin so")),
        ('author:finch fandom:"original work"', gettext("Where the words stand")),
        ("words:>10k complete:yes", gettext("Long and finished")),
        ("updated:<7d", gettext("A new chapter in the last seven days")),
        ("lang:german rating:teen", gettext("Language and rating")),
        ("kudos:>50 sort:kudos", gettext("Much liked, the most liked first")),
    ]
