"""The beginning of a text, by which something is named."""

from __future__ import annotations

import pytest

from bookcub.core.text import shortened


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("We have looked in", 17, "We have looked in"),
        ("We have looked into it.", 16, "We have looked\u00a0…"),
        ("We have looked into it.", 19, "We have looked into\u00a0…"),
        ("Forty in all, less 22.7, left 17.3", 20, "Forty in all, less\u00a0…"),
        ("Then he said: “Look at it”", 16, "Then he said:\u00a0…"),
        ("Then he said – “ – look", 17, "Then he said\u00a0…"),
        ("一二三四五六七八九十", 4, "一二三四\u00a0…"),
        ("A Donaudampfschifffahrtsgesellschaft", 12, "A Donaudampf\u00a0…"),
        ("– – – – – –", 5, "–\u00a0…"),
    ],
)
def test_a_text_is_cut_between_words(text: str, most: int, told: str) -> None:
    assert shortened(text, most) == told
