"""A sentence is one message, whole: what is put together from halves cannot be translated."""

from __future__ import annotations

import re

from tests.shape.sources import ROOT, templates

# A message that ends in a colon may stand above a block or before buttons, never before the words that it begins.
# Whatever is inline and closes behind it, such as a span for screen readers, joins the halves all the same.
HALF = re.compile(
    r'\{% translate "[^"]*:"[^%]*%\}(?:\s|</(?:span|b|strong|em)>)*+'
    r"(?!</(?:p|h\d|dt|th|label|legend|summary)>|\{% button )"
)


def halves(template: str) -> list[str]:
    return [found[0].strip() for found in HALF.finditer(template)]


def test_no_message_is_the_first_half_of_a_sentence() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {half}"
        for path in templates()
        for half in halves(path.read_text())
    ]

    assert not found, "\n".join(found)


def test_a_half_is_found_behind_a_closing_span() -> None:
    assert halves('<p>{% translate "Closed:" context "moment" %} {% moment at=at %}</p>')
    assert halves('<span class="visually-hidden">{% translate "Next:" %}</span> {{ title }}')
    assert not halves('<p>{% translate "Here it is:" %}</p> <code>{{ seed }}</code>')
