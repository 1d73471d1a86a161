"""Our quicker `translate` and `blocktranslate` say what Django's say."""

from __future__ import annotations

import pytest
from django.template import Context, Engine
from django.utils import translation

OURS = Engine(libraries={"i18n": "bookcub.web.templatetags.isolating"}, builtins=[])
DJANGOS = Engine(libraries={"i18n": "django.templatetags.i18n"}, builtins=[])
CONTEXT = {"name": "<b>Ada</b> & 100%", "n": 1, "many": 1234, "empty": "", "works": [1, 2]}
TEMPLATES = [
    '{% translate "Save" %}',
    '{% trans "Save" %} {% translate "100% of it" %} {% translate "" %}',
    '{% translate "Save" as word %}[{{ word }}]',
    '{% translate "Save" noop %}',
    '{% translate name %} {% translate "Save"|upper %}',
    "{% translate 'Ada’s “<b>' context 'nothing' %}",
    "{% blocktranslate %}Hello {{ name }}, 100% yours{% endblocktranslate %}",
    "{% blocktranslate trimmed %}\n  Hello\n  {{ name }}\n{% endblocktranslate %}",
    "{% blocktranslate with who=name|upper n=works|length %}{{ who }}: {{ n }}{% endblocktranslate %}",
    "{% blocktranslate count n=n %}{{ n }} work{% plural %}{{ n }} works{% endblocktranslate %}",
    (
        "{% blocktranslate count n=many with who=name %}{{ who }} {{ n }} work{% plural %}{{ n }} works of"
        " {{ who }}{% endblocktranslate %}"
    ),
    "{% blocktranslate context 'a' count n=many %}one{% plural %}{{ n }}{% endblocktranslate %}",
    "{% blocktranslate context 'a' %}{{ missing }}|{{ empty }}{% endblocktranslate %}",
    "{% blocktranslate asvar said %}{{ name }}{% endblocktranslate %}[{{ said }}]",
    "{% autoescape off %}{% blocktranslate %}{{ name }}{% endblocktranslate %}{% endautoescape %}",
]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("source", TEMPLATES)
def test_they_say_the_same(source: str, language: str) -> None:
    with translation.override(language):
        ours, djangos = (
            engine.from_string("{% load i18n %}" + source).render(Context(CONTEXT))
            for engine in (OURS, DJANGOS)
        )
    assert ours == djangos


def test_a_number_that_is_none_is_a_mistake_of_the_template() -> None:
    source = "{% load i18n %}{% blocktranslate count n=name %}one{% plural %}{{ n }}{% endblocktranslate %}"
    with pytest.raises(TypeError, match="n"):
        OURS.from_string(source).render(Context(CONTEXT))


@pytest.mark.parametrize("said", ["Hallo %(nobody)s, 5 %", "Hallo %(n)s, 100 % deins", "%s %s"])
def test_a_translation_with_a_wrong_placeholder_costs_no_page(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    wrong = "bookcub.web.templatetags.isolating.gettext"
    monkeypatch.setattr(wrong, lambda _: said)
    source = "{% load i18n %}{% blocktranslate %}Hello {{ n }}{% endblocktranslate %}"
    assert OURS.from_string(source).render(Context(CONTEXT)) == "Hello 1"
