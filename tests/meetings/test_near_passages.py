"""What comes close to words that stand nowhere just so, without looking at everything letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from random import Random

import pytest

from bookcub.meetings.queries import near_passages as module
from bookcub.meetings.queries.near_passages import near_passages
from bookcub.people.models import User
from bookcub.works.models import Chapter, Work
from tests.counted import calls, grows_with_its_length
from tests.making import make_work

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SOUNDS = ["ha", "ber", "clo", "tide", "lan", "tern", "pro", "mi", "goo", "se", "wark", "el", "dor"]


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=3)


def retold(work: Work, position: int, *paragraphs: str) -> list[Chapter]:
    """The chapters, once one of them holds these paragraphs."""
    told = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    work.chapters.filter(position=position).update(html=told)
    return list(work.chapters.order_by("position"))


def invented(random: Random) -> str:
    return "".join(random.choices(SOUNDS, k=random.randint(1, 4)))


def misspelt(random: Random, word: str) -> str:
    """With one letter left out, doubled, changed, or two of them swapped."""
    at = random.randrange(len(word))
    kind = random.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + random.choice("aeiourst") + word[at + 1 :]
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def test_few_words_are_compared_and_the_same_ones_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = Random(7)  # noqa: S311  # the same on every run
    stands = {invented(random) for _ in range(4000)}
    compared: list[int] = []

    def counted(word: str, others: Sequence[str], most: int, least: float) -> list[str]:
        compared.append(len(others))
        return get_close_matches(word, others, most, least)

    monkeypatch.setattr(module, "get_close_matches", counted)
    asked = [misspelt(random, word) for word in sorted(stands)[::40]]
    alike = module._spelt_alike(asked, stands)

    for word in asked:
        known = [word] if word in stands else get_close_matches(word, stands, 3, 0.75)
        assert alike[word] == set(known)
    assert max(compared) <= module.COMPARED


def test_of_a_long_text_only_so_much_is_looked_through(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    retold(work, 1, "The heron rang twice.", "x" * 1000)
    retold(work, 2, "The heron rang thrice.", "x" * 1000)
    chapters = retold(work, 3, "The heron sang.", "x" * 1000)
    monkeypatch.setattr(module, "LOOKED_THROUGH", 2500)

    found = near_passages(chapters, words="heron rangg")

    assert [each.words for each in found.passages] == ["The heron rang thrice.", "The heron sang."]


def test_a_hostile_text_takes_no_more_than_its_length(work: Work) -> None:
    def looked(length: int) -> None:
        random = Random(length)  # noqa: S311  # the same on every run
        words = ("".join(random.choices("abcdefgh", k=6)) for _ in range(length))
        near_passages(retold(work, 3, ". ".join(words)), words="hgfedc bbaaab gfgfgf cdcdcb")

    assert grows_with_its_length(looked, 2000)


def test_words_without_end_are_not_compared_letter_by_letter(work: Work) -> None:
    random = Random(1)  # noqa: S311  # the same on every run
    long = [" ".join("".join(random.choices("ab", k=290)) for _ in range(100)) for _ in range(2)]
    chapters = retold(work, 3, *long)

    assert calls(lambda: near_passages(chapters, words="ab" * 145)) < 20_000


def test_of_sentences_without_end_only_so_many_are_weighed(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapters = retold(work, 3, "Heron. " * 2000)
    monkeypatch.setattr(module, "MOST_SENTENCES", 100)

    assert near_passages(chapters, words="heron heronn").passages
    assert calls(lambda: near_passages(chapters, words="heron heronn")) < 20_000


def test_of_sentences_that_have_as_much_the_first_ones_are_offered(work: Work) -> None:
    chapters = retold(work, 3, *(f"The heron rang {n}." for n in ("one", "two", "three", "four")))

    found = near_passages(chapters, words="heron rung")

    assert [each.words for each in found.passages] == [
        "The heron rang one.",
        "The heron rang two.",
        "The heron rang three.",
    ]
