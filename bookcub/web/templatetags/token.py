"""`{% csrf_token %}` in every template, unloaded: a form that posts cannot lose its token on the way into a part."""

import secrets

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, get_token
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

LETTERS = CSRF_ALLOWED_CHARS
PLACES = {letter: place for place, letter in enumerate(LETTERS)}


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString:
    """Ask the request, not the variables: `include … only` and the components hand none on.

    Raises ImproperlyConfigured where there is no request; Django's own tag writes nothing there.
    """
    request: HttpRequest | None = getattr(context, "request", None)
    if request is None:
        raise ImproperlyConfigured("A form that posts is rendered without the request it answers.")
    token = _masked_anew(_token_of(request))
    return mark_safe(f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">')  # noqa: S308  # letters and digits


def _token_of(request: HttpRequest) -> str:
    """Asked for once for each answer, and again after a log-in."""
    secret = request.META.get("CSRF_COOKIE")
    kept: tuple[str, str] | None = getattr(request, "_own_token", None)
    if kept is None or kept[0] != secret:
        token = get_token(request)
        kept = request.META["CSRF_COOKIE"], token
        request._own_token = kept  # type: ignore[attr-defined]  # noqa: SLF001  # lives as long as the request
    return kept[1]


def _masked_anew(token: str) -> str:
    """As Django does for each form, so that each has its own (`core.sent_once`), but asking the system once, not 32 times.

    The first half of a token is a mask, the second the secret with the mask added, letter by letter: both are turned
    as far, and the secret between them stays.
    """
    turns = secrets.token_bytes(len(token) // 2) * 2
    return "".join(
        LETTERS[(PLACES[letter] + turn) % len(LETTERS)]
        for letter, turn in zip(token, turns, strict=True)
    )
