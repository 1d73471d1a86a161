"""Plain text and what people type."""

import pytest

from tests.formats.reading_of import refusal_of, work_of

WRAPPED = """The lamp had burned for eleven nights without anybody climbing up to
see to it, and on the twelfth the keeper's daughter took the matches
out of the tin and went up herself.

She did not count the steps. She had counted them once, when she was
small, and had been told that _nobody_ who counted them ever came down
the same, so she looked at the wall instead.

        "The sea has no door,
           the sea has no key,
        and what it has taken
           it keeps by the quay."

Dear Tomas,
come on Friday.
Ines

"""


def test_hard_wrapped_lines_become_paragraphs() -> None:
    html = work_of(WRAPPED * 2).chapters[0].html

    assert (
        "climbing up to see to it, and on the twelfth the keeper's daughter took the matches out"
        in html
    )
    assert "<em>nobody</em>" in html


def test_verse_and_letters_keep_their_lines() -> None:
    html = work_of(WRAPPED * 2).chapters[0].html

    assert "the sea has no key,<br>and what" in html.replace("&nbsp;", "")
    assert "<blockquote>" in html
    assert "Dear Tomas,<br>come on Friday.<br>Ines" in html


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_and_line_end(encoding: str, ending: str) -> None:
    text = "“Café,” she said – and went.\n\nHe stayed, for it was too late to go."
    html = work_of(text.replace("\n", ending).encode(encoding)).chapters[0].html

    assert html == (
        "<p>“Café,” she said – and went.</p>\n<p>He stayed, for it was too late to go.</p>"
    )


@pytest.mark.parametrize("mark", ["***", "* * *", "~", "---", "⁂", "#", "o0o", "• • •"])
def test_scene_breaks_are_kept_as_such(mark: str) -> None:
    html = work_of(f"One came.\n\n{mark}\n\nAnother left.").chapters[0].html

    assert html == "<p>One came.</p>\n<hr>\n<p>Another left.</p>"


@pytest.mark.parametrize(
    ("headings", "titles"),
    [
        (("Chapter 1", "Chapter 2"), ("", "")),
        (("Chapter One: Rain", "Chapter Two: Sun"), ("Rain", "Sun")),
        (("CHAPTER I.", "CHAPTER II."), ("", "")),
        (("I.", "II."), ("I.", "II.")),
        (("Prologue", "Chapter 1"), ("Prologue", "Chapter 1")),
        (("Chapter 4", "Chapter 5"), ("Chapter 4", "Chapter 5")),
        (("Kapitel 1: Regen", "Kapitel 2"), ("Regen", "")),
    ],
)
def test_chapters_are_split_at_their_headings(
    headings: tuple[str, str], titles: tuple[str, str]
) -> None:
    text = f"{headings[0]}\n\nIt rained all day.\n\n{headings[1]}\n\nThe sun came out.\n"
    work = work_of(text)

    assert tuple(chapter.title for chapter in work.chapters) == titles
    assert [chapter.html for chapter in work.chapters] == [
        "<p>It rained all day.</p>", "<p>The sun came out.</p>",
    ]  # fmt: skip


def test_a_sentence_about_a_chapter_is_no_heading() -> None:
    text = "Chapter 3 was the worst of all.\n\nShe shut the book.\n\nChapter 4 she never read.\n"

    assert len(work_of(text).chapters) == 1


def test_title_and_author_on_top_are_understood() -> None:
    work = work_of("The Ledger\nby Ada Lamp\n\nOnce there was a lamp.\n\nIt burned.")

    assert (work.title, work.authors, work.title_is_guess) == ("The Ledger", ("Ada Lamp",), False)
    assert work.chapters[0].html.startswith("<p>Once")


def test_titles_under_chapter_numbers_and_parts_are_kept() -> None:
    text = (
        "PART ONE\n\nCHAPTER 1\n\nTHE STORM\n\nIt blew.\n\nCHAPTER 2\n\nTHE CALM\n\nIt stopped.\n"
    )
    first, second = work_of(text).chapters

    assert (first.title, second.title) == ("THE STORM", "THE CALM")
    assert first.html == "<p>It blew.</p>"


def test_every_line_may_be_a_paragraph() -> None:
    lines = [
        f"Line {number} says what the keeper saw that night from the gallery."
        for number in range(9)
    ]

    assert work_of("\n".join(lines)).chapters[0].html.count("<p>") == 9


def test_less_than_signs_stay_text() -> None:
    assert "a &lt;b&gt; c" in work_of("He wrote a <b> c in the ledger.").chapters[0].html


@pytest.mark.parametrize("content", [b"", b" \n\t ", b"\x00" * 90, b"\xef\xbb\xbf"])
def test_files_without_a_word_are_refused(content: bytes) -> None:
    assert refusal_of(content).code == "empty"
