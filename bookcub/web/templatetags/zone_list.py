"""{% load zone_list %}: the list with whose help a time zone is typed."""

from __future__ import annotations

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bookcub.web.forms.zones import zones

register = template.Library()


@register.simple_tag
@cache
def time_zones() -> SafeString:
    """The list `time-zones`; drawn once, for it is long."""
    return render_to_string("web/_time_zones.html", {"zones": zones()})
