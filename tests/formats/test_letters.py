"""In which letters a file is written: known, guessed where that is safe, and told."""

import pytest

from bookcub.formats.story.decoding import LETTERS, decoded, in_utf8
from bookcub.formats.story.remarks import remark
from tests.formats.reading_of import work_of

RUSSIAN = "Смотритель вёл две книги. Одна была для Управления и говорила, сколько масла сгорело. Другая была для Инес."
GREEK = "Ο φαροφύλακας κρατούσε δύο βιβλία. Το ένα ήταν για την υπηρεσία, το άλλο για την Ινές."
JAPANESE = (
    "灯台には帳簿が二冊あった。一冊は役所のためのもので、もう一冊はイネスのためのものだった。"
)
FRENCH = (
    "Le phare tenait deux livres. L’un était pour l’administration, et disait ce que la lampe avait brûlé. "
    "L’autre était pour Inès : « Élevé, çà et là, où le cœur s’arrête à Noël. »"
)
GERMAN = (
    "Der Leuchtturm führte zwei Bücher: „Eines für die Behörde, größer als üblich“, sagte sie müde."
)
SWEDISH = (
    "Fyren förde två böcker. Den ena var för ämbetet, den andra för Inès, och båda låg på hyllan."
)
SPANISH = "El faro llevaba dos libros. Uno era para la administración; el otro, para Inés. ¿Quién lo leería mañana?"
POLISH = "Latarnia prowadziła dwie księgi. Jedna była dla urzędu, druga zaś mówiła, jak było naprawdę. Źdźbło, gęś."


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        (RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (GREEK, "windows-1253"),
        (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"),
        (FRENCH, "windows-1252"), (GERMAN, "windows-1252"), (SWEDISH, "windows-1252"),
        (SPANISH, "windows-1252"),
    ],
)  # fmt: skip
def test_letters_that_the_file_does_not_name_are_found_out_and_told(
    text: str, letters: str
) -> None:
    content = (f"{text}\n\n" * 8).encode(LETTERS[letters])
    work = work_of(content)

    assert text[:40] in work.chapters[0].html
    assert remark("letters-guessed", letters) in work.notices


@pytest.mark.parametrize("text", [RUSSIAN, FRENCH, POLISH, JAPANESE])
def test_utf_8_is_never_guessed_at(text: str) -> None:
    assert decoded(text.encode()).guessed == ""


def test_what_a_page_declares_goes_before_any_guess() -> None:
    page = f"<html><head><meta charset='windows-1250'></head><p>{POLISH}</p>".encode("cp1250")

    assert "księgi" in work_of(page).chapters[0].html


@pytest.mark.parametrize("text", [RUSSIAN, POLISH, FRENCH])
def test_whoever_knows_better_is_believed(text: str) -> None:
    letters = {RUSSIAN: "windows-1251", POLISH: "windows-1250", FRENCH: "macintosh"}[text]
    work = work_of(in_utf8(text.encode(LETTERS[letters], "replace"), letters))

    assert text[:30] in work.chapters[0].html
    assert not [each for each in work.notices if each.code == "letters-guessed"]


def test_zero_bytes_are_taken_out_of_a_text() -> None:
    html = work_of("Il a plu à Noël,\x00 et l’été d’après.".encode()).chapters[0].html

    assert html == "<p>Il a plu à Noël, et l’été d’après.</p>"


def test_one_damaged_place_does_not_spoil_all_other_letters() -> None:
    content = f"{RUSSIAN}\n\n{RUSSIAN}".encode()
    work = work_of(content[:60] + b"\xff" + content[60:])

    assert work.chapters[0].html.count("две книги") == 2
    assert remark("letters-lost", 1) in work.notices
