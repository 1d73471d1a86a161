"""Pages of an otwarchive site that are not a story, and what their owner can do instead."""

import re

from selectolax.lexbor import LexborHTMLParser

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html.markup import Node, drop, first, text_of

Refused = tuple[str, str, str]

# Translators: the words in quotation marks stand on that site's own page, in English.
_OPEN_AND_SAVE = gettext_noop(
    "Open the work itself in your browser, choose “Entire Work”, and save that page."
)
_SITE = re.compile(
    r"""(?x) id="main"[^>]*\bclass="[^"]*\b(?:region|errors|error-\d+|sessions-)
    | class="[^"]*\b(?:works|series|bookmarks|users|tags|sessions|errors|collections|comments|chapters)
        -(?:index|show|new|search|edit|navigate|error)\b
    | \[Archive\ of\ Our\ Own\]\s*</title> | name="csrf-param" | id="otw\w*"
    """,
    re.IGNORECASE,
)
# Told by the page's words: (code, words, why, what to do).
_BY_WORDS: tuple[tuple[str, str, str, str], ...] = (
    (
        "restricted",
        (
            r"only available to registered users|only available to archive users|"
            r"have permission to access the page"
        ),
        gettext_noop("This page says that only people who are logged in can read the work."),
        gettext_noop("Log in on that site, open the work, and save the page again."),
    ),
    (
        "unrevealed",
        r"part of an ongoing challenge and will be revealed|currently unrevealed|mystery work",
        gettext_noop("This work has not been revealed yet, so the page holds no story."),
        gettext_noop("Wait until its challenge has revealed it, then save the page."),
    ),
    (
        "adult-gate",
        (
            r"could have adult content|may contain adult content|you will be seeing (?:explicit|adult)|"
            r"agree that you are willing to see such content"
        ),
        gettext_noop(
            "This is the page that asks whether you want to see adult content, not the story."
        ),
        # Translators: the words in quotation marks stand on that site's own page, in English.
        gettext_noop(
            "Choose “Proceed” (or “Yes, Continue”) on it, and save the page that follows."
        ),
    ),
    (
        "not-found",
        (
            r"error 404|couldn.t find the (?:work|page|chapter)|page you were looking for (?:doesn|does)|"
            r"work you were looking for"
        ),
        gettext_noop("This page says that the work could not be found."),
        gettext_noop("Check its address; it may have been deleted or moved."),
    ),
    (
        "site-error",
        (
            r"error 50\d|error 429|retry later|shields are up|checking your browser|just a moment\.\.\.|"
            r"502 bad gateway|503 service|being updated|down for maintenance|something went wrong"
        ),
        gettext_noop("This is a page on which the site reports a problem, not the story."),
        gettext_noop("Open the work again a little later, then save it."),
    ),
)
# Told by what the page is made of: (code, selector, why, what to do).
_BY_SHAPE: tuple[tuple[str, str, str, str], ...] = (
    (
        "log-in",
        (
            "#main form#new_user, #main form[action='/users/login'], #main.sessions-new, "
            "#main form[action$='/users/login'], #loginform"
        ),
        gettext_noop("This is a log-in page."),
        gettext_noop("Log in on that site, open the work, and save its page."),
    ),
    (
        "series",
        ".series-show, dl.series.meta, ul.series.work.index",
        gettext_noop("This is the page of a series: it lists works but holds none of their text."),
        gettext_noop("Open each work of the series and save it; you can import them all at once."),
    ),
    (
        "listing",
        (
            "li.blurb, ol.work.index, ol.bookmark.index, ol.index.group, .works-index, .tags-show, "
            ".users-show, .bookmarks-index, .works-search, .user.home, ol.chapter.index"
        ),
        gettext_noop("This page lists works or chapters but holds none of their text."),
        _OPEN_AND_SAVE,
    ),
    (
        "comments-only",
        "ol.thread",
        gettext_noop("This page holds comments but not the story they belong to."),
        gettext_noop("Open the work with its comments shown, and save that page."),
    ),
    (
        "preface-only",
        "dl.work.meta, #preface, .preface.group",
        gettext_noop("This page describes the work, but does not hold its text."),
        _OPEN_AND_SAVE,
    ),
)


def is_site_page(text: str) -> bool:
    """Tell whether this markup comes from an otwarchive site."""
    return _SITE.search(text) is not None


def why_no_story(page: LexborHTMLParser) -> Refused:
    """Say which of the site's pages this is."""
    main = first(page, "#main") or page.body
    words = _words(main)
    for code, selector, why, what in _BY_SHAPE[:1]:
        if first(page, selector) is not None and code == "log-in" and _is_bare_log_in(words):
            return code, why, what
    for code, pattern, why, what in _BY_WORDS:
        if re.search(pattern, words, re.IGNORECASE):
            return code, why, what
    for code, selector, why, what in _BY_SHAPE:
        if first(page, selector) is not None:
            return code, why, what
    return (
        "not-a-story",
        gettext_noop("This page belongs to an archive’s site but holds no story."),
        _OPEN_AND_SAVE,
    )


def gate_in_words(words: str) -> Refused | None:
    """The same for a page of any site that holds nothing but a few words."""
    for code, pattern, why, what in _BY_WORDS:
        if re.search(pattern, words, re.IGNORECASE):
            return code, why, what
    return None


def _words(main: Node | None) -> str:
    if main is None:
        return ""
    drop(main, "script, style, noscript")
    return text_of(main)[:6000].replace("’", "'")


def _is_bare_log_in(words: str) -> bool:
    """A log-in page that does not say which work it stands before."""
    return not any(re.search(pattern, words, re.IGNORECASE) for _, pattern, _, _ in _BY_WORDS[:2])
