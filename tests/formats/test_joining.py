"""Several files, or a ZIP of them, as one work."""

from bookcub.formats.story.parsed import ParsedWork
from bookcub.importing.sources import Source, read_sources
from tests.formats.making import download, zipped
from tests.formats.reading_of import refusal_of, work_of

FILES = [
    ("chapter 10 - Sun.txt", "The sun came out."),
    ("Chapter 2 - Rain.md", "# Rain\n\nIt *rained*."),
    (
        "chapter 1.html",
        "<html><head><title>Dawn</title></head><body><p>It dawned.</p></body></html>",
    ),
]


def joined(files: list[tuple[str, str]], title: str = "") -> ParsedWork:
    sources = [Source(name, text.encode()) for name, text in files]
    [work] = read_sources(sources, join=True, title=title)
    assert isinstance(work, ParsedWork)
    return work


def test_files_become_chapters_in_natural_order() -> None:
    work = joined(FILES, title="Three Days")

    assert work.title == "Three Days"
    assert [(c.position, c.title) for c in work.chapters] == [(1, "Dawn"), (2, "Rain"), (3, "Sun")]
    assert work.chapters[2].html == "<p>The sun came out.</p>"


def test_a_zip_gives_the_same() -> None:
    members = [*FILES, ("__MACOSX/._x.txt", "junk"), (".DS_Store", "junk"), ("cover.png", "junk")]
    work = work_of(zipped(members))

    assert [c.title for c in work.chapters] == ["Dawn", "Rain", "Sun"]


def test_what_is_told_of_one_file_among_several_says_of_which() -> None:
    alone = work_of(b"It rained in caf\xe9s.")
    several = joined([("1.txt", "It rained."), ("2.txt", "It dawned.")])
    work = work_of(zipped([("rain/1.txt", b"It rained in caf\xe9s."), ("2.txt", "It dawned.")]))

    told = {notice.code: str(notice) for notice in work.notices}
    assert told["letters-guessed"].startswith("1.txt: The file does not say how its letters")
    assert [each for each in alone.notices if each.file] == []
    assert [each for each in several.notices if each.file] == []


def test_what_cannot_be_read_is_left_out_and_told() -> None:
    work = joined([*FILES, ("chapter 11.txt", "")])

    assert len(work.chapters) == 3
    assert ("file-left-out", "chapter 11.txt") in [
        (told.code, *told.facts[:1]) for told in work.notices
    ]


def test_several_whole_works_in_a_zip_are_not_mixed() -> None:
    other = download().replace("/works/34", "/works/35")

    assert refusal_of(zipped([("a.html", download()), ("b.html", other)])).code == "several-works"


def test_works_by_different_writers_or_books_of_their_own_are_not_mixed() -> None:
    def page(title: str, by: str = "") -> str:
        author = f'<meta name="author" content="{by}">'
        return f"<html><head><title>{title}</title>{author}</head><body><p>It rained.</p></body></html>"

    named = [("1.html", page("Rain", "Ada")), ("2.html", page("Sun", "Bo"))]
    kinds = [("rain.html", page("Rain")), ("sun.md", "# Sun\n\nIt shone.")]

    assert refusal_of(zipped(named)).code == refusal_of(zipped(kinds)).code == "several-works"
    assert (
        len(work_of(zipped([("rain 1.html", page("Rain")), *[("sun 2.md", kinds[1][1])]])).chapters)
        == 2
    )


def test_sources_are_answered_in_order_each_for_itself() -> None:
    found = read_sources([Source("a", b"It rained."), Source("b", b""), Source("c", b"It dawned.")])

    assert [getattr(outcome, "title", getattr(outcome, "code", "")) for outcome in found] == [
        "It rained.", "empty", "It dawned.",
    ]  # fmt: skip
