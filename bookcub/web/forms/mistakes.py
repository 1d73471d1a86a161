"""Whether a page whose form came back says what was wrong with it."""

from __future__ import annotations

from django.http import HttpResponse

SUMMARY = b'class="form-errors"'  # as the component draws it


def tells_mistakes(page: HttpResponse) -> bool:
    """Whether what is wrong stands on the page; it does not where the form is no longer on it."""
    return SUMMARY in page.content
