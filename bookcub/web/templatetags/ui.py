"""`{% load ui %}`: every component of the design system."""

from django import template

from bookcub.web.components import basics, forms, languages, pages, talk, works

register = template.Library()
for part in (basics, forms, languages, pages, talk, works):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
