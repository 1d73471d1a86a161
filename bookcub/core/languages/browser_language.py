"""Which of the archive's languages a browser asks for."""

from __future__ import annotations

from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def browser_language(asks: str) -> str | None:
    """The first language of an Accept-Language header (RFC 9110) that the archive speaks."""
    for code, _ in parse_accept_lang_header(asks):
        if code == "*":
            return None
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return None
