"""In which language the archive speaks to somebody: their own choice, else the browser's, else the archive's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation.trans_real import translation as translation_of

from bookcub.core.languages.browser_language import browser_language
from bookcub.people.context import current_archive
from bookcub.people.models import User

COOKIE = settings.LANGUAGE_COOKIE_NAME
COOKIE_AGE = 2 * 365 * 24 * 60 * 60  # seconds


def archive_language() -> str:
    """What the archive speaks where nobody says anything else."""
    try:
        chosen = current_archive().language
    except DatabaseError:
        # The page that says so needs a language too.
        chosen = ""
    return _spoken(chosen) or settings.LANGUAGE_CODE


def language_for(request: HttpRequest) -> str:
    """The language of a page. A guest costs no session and no query here."""
    chosen = ""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        chosen = request.user.preferences.language
    return (
        _spoken(chosen)
        or _spoken(request.COOKIES.get(COOKIE, ""))
        or browser_language(request.headers.get("Accept-Language", ""))
        or archive_language()
    )


@cache
def remember_sentences(language: str) -> None:
    """Let each sentence of a language be looked up once; what has none is else looked for in every catalogue anew."""
    catalogue = translation_of(language)
    catalogue.gettext = lru_cache(maxsize=8192)(catalogue.gettext)  # type: ignore[method-assign]


@contextmanager
def speaking_to(person: User | None) -> Iterator[None]:
    """What is said in this block is said in the person's language and zone: letters ask no browser.

    To a stranger the archive speaks as it just did to whoever caused the letter.
    """
    if person is None:
        yield
        return
    language = _spoken(person.preferences.language) or archive_language()
    with translation.override(language), timezone.override(person.preferences.zone):
        yield


def keep_language(response: HttpResponse, language: str, *, secure: bool) -> None:
    """Keep a guest's choice in the browser; nothing chosen: as the browser says."""
    if language:
        response.set_cookie(
            COOKIE, language, max_age=COOKIE_AGE, samesite="Lax", secure=secure, httponly=True
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def _spoken(code: str) -> str:
    """The code of a language that still has a catalogue, else nothing."""
    return code if any(code == known for known, _ in settings.LANGUAGES) else ""
