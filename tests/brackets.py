"""Every sentence that is asked for, in brackets: what is ours can be told from what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation

from bookcub.web.components.drawn_once import forget_drawn
from bookcub.web.components.forms import _look_choices
from bookcub.web.templatetags.script_words import _in

BEGIN, END = "⟦", "⟧"


@contextmanager
def bracketed() -> Iterator[None]:
    """Each sentence in somebody's language stands in brackets meanwhile; what is said in none does not."""

    def mark(message: str) -> str:
        return f"{BEGIN}{message}{END}" if message and translation.get_language() else message

    def number(one: str, many: str, n: int) -> str:
        return mark(one if n == 1 else many)

    says = translation._trans  # type: ignore[attr-defined]  # what all of gettext's functions ask
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(says, "gettext", mark, raising=False)
        patch.setattr(says, "ngettext", number, raising=False)
        patch.setattr(says, "pgettext", lambda _, message: mark(message), raising=False)
        patch.setattr(says, "npgettext", lambda _, *words: number(*words), raising=False)
        _forget()
        yield
    _forget()


def _forget() -> None:
    """What is drawn once for all."""
    forget_drawn()
    _in.cache_clear()
    _look_choices.cache_clear()
