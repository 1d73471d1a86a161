"""The e-books that an otwarchive site makes of its downloads, kept as calibre wrote them.

calibre takes classes away, splits at headings and by size, and opens what stood around the split
again. Nothing imitates that here: after a change of a download, with calibre installed, run
`python -m tests.formats.converting`. Its options are the site's own (otwarchive's
`DownloadWriter`); "bare" has neither the site's style nor its options.
"""

import subprocess
import tempfile
from pathlib import Path

from tests.formats.making import download

BOOKS = Path(__file__).parent / "calibre"
HEADINGS = (
    "<h2>A letter</h2><p>It <i>began</i> at <b>sea</b>.</p>"
    '<p align="center">* * *</p><div><h1>Its end</h1><p>Yours.</p></div>'
)
ONE = download(chapters=1).replace('<h2 class="toc-heading">The Ledger</h2>', "")
# Past the 260 kB that calibre keeps in one file.
LONG = "".join(f"<p>{day}: {'It rained on the salt road. ' * 20}</p>" for day in range(600))
DOWNLOADS = {
    "chapters": download(),
    "chapters-bare": download(),
    "headings-in-the-text": download(text=HEADINGS),
    "headings-in-the-text-bare": download(text=HEADINGS),
    "long": download(text=LONG),
    "one-chapter": ONE,
    "one-chapter-bare": ONE,
    "one-chapter-that-begins-with-a-heading": ONE.replace(
        "<p>One night", HEADINGS + "<p>One night"
    ),
    "one-chapter-under-its-title": download(chapters=1),
}
STYLE = """<style type="text/css">
p.message { text-align: center; }
.meta h1 { font-size: 1.5em; text-align: center; }
.meta h2 { font-size: 1.25em; text-align: center; page-break-before: always; }
.meta .byline { text-align: center; }
.meta dl.tags { border: 1px solid; padding: 1em; }
.meta .endnote-link { font-size: .8em; }
#chapters, .userstuff { font-family: serif; padding: 1em; }
</style>"""
CHAPTERS = " | ".join(
    f"//h:body/h:div[{where}]/h:h2[@class='{name}']"
    for where, name in (
        ("@id='chapters'", "toc-heading"),
        ("@id='chapters']/h:div[@class='meta group'", "heading"),
        ("@id='preface' or @id='afterword'", "toc-heading"),
    )
)


def book(name: str) -> bytes:
    """The e-book that calibre made of one of the downloads."""
    return (BOOKS / f"{name}.epub").read_bytes()


def convert(name: str, html: str) -> None:
    """Let calibre make the e-book."""
    is_bare = name.endswith("-bare")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "The Ledger.html"
        source.write_text(html if is_bare else html.replace("</head>", f"{STYLE}</head>"))
        site = ["--chapter", CHAPTERS, "--series", "The Lamp Books", "--series-index", "3"]
        options = [
            "--input-encoding", "utf-8", "--toc-threshold", "0", "--use-auto-toc", "--title",
            "The Ledger", "--authors", "ada, cy", "--tags", "Fanworks, Mature", "--language", "da",
            "--publisher", "Archive of Our Own", "--no-default-epub-cover",
        ]  # fmt: skip
        target = BOOKS / f"{name}.epub"
        command = ["ebook-convert", str(source), str(target), *options, *([] if is_bare else site)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own words


if __name__ == "__main__":
    BOOKS.mkdir(exist_ok=True)
    for each, html in DOWNLOADS.items():
        convert(each, html)
