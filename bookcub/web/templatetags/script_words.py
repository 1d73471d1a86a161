"""`{% script_words %}`: what the scripts of every page say, in the reader's language."""

from __future__ import annotations

import json
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bookcub.web import dates

register = template.Library()


@register.simple_tag
def script_words() -> SafeString:
    """The template that `words.js` reads: `web/_words.html`."""
    return _in(get_language())


@cache
def _in(_language: str | None) -> SafeString:
    # Made once for each language: it is the same on every page, and takes as long as a query.
    return render_to_string("web/_words.html", {"moments": json.dumps(dates.in_scripts())})
