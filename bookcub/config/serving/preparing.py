"""What each process would come to know at its first requests, known before there are several: they share it."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs


def prepare() -> None:
    """Import all views and compile all our templates, which takes less than a second."""
    import_module(settings.ROOT_URLCONF)
    if settings.DEBUG:
        return
    for folder in map(Path, get_app_template_dirs("templates")):
        if folder.is_relative_to(settings.PACKAGE):
            for template in folder.rglob("*.html"):
                with suppress(TemplateSyntaxError):
                    get_template(str(template.relative_to(folder)))
