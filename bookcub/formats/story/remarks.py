"""What a source could not give, and what was left out or changed on the way: codes, facts, and the sentences for people."""

from dataclasses import dataclass

SENTENCES = {
    "as-told": "{0}",
    # What a source does not hold.
    "no-title": "No title was in the file, so one was made from its first words.",
    "title-missing": "No title was in the file.",
    "title-not-on-page": "No title was on the page.",
    "no-author-on-page": "The page names no author.",
    "no-author-in-text": "The page's text names no author.",
    "no-author-in-book": "The e-book names no author.",
    "anonymous": "The work was posted anonymously, so no author is named.",
    "no-address-on-page": "The page does not say at which address it stood.",
    "no-address-in-text": "The page's text does not say at which address it stood.",
    "no-address-in-file": "The file does not say at which address the work stood.",
    "no-tags-in-text": "The page's text holds no tags and no rating.",
    "chapters-elsewhere": "{0} of the {1} chapters written are on this page.",
    "chapters-missing": "The file says that it has {1} chapters; {0} are in it.",
    # What was left out, moved or changed while reading.
    "contents-left-out": "The table of contents was left out.",
    "pictures-left-out": "{0} pictures were left out.",
    "local-pictures-left-out": "{0} pictures that are not on the web were left out.",
    "parts-left-out": "What is not the story itself was left out: {0}.",
    "file-left-out": "“{0}” was left out. {1}",
    "licence-left-out": "Project Gutenberg's header and licence were left out; the book itself is complete.",
    "skin-left-out": "The work's own skin (its colours and layout) was left out.",
    "owner-left-out": (
        "The name in the document's properties was left out: it is often that of a computer's owner."
    ),
    "lines-joined": "Lines that had been broken at a fixed width were joined to paragraphs.",
    "beginning-in-notes": "The few words before the first chapter were put into the work's notes.",
    "dedication-in-notes": "Dedication and epigraph stand in the work's notes.",
    "footnotes-in-end-notes": "Notes from the end of the book stand in their chapters' end notes.",
    "archived-by": "{0} had put this work into the archive for its author.",
    "chapter-by": "Chapter {0} was written by {1}.",
    # Comments.
    "no-comments-in-downloads": "Downloads hold no comments; save the work's page to bring them too.",
    "comments-not-on-page": (
        "The work has {0} comments that are not on this page. To bring them too, "
        "save the page with its comments open."
    ),
    "some-comments-elsewhere": "{0} further comments are on other pages and not in this file.",
    "comments-elsewhere": "More comments are on other pages and not in this file.",
    "comment-without-words": (
        "The words of one comment were not in the source; their names and times were kept."
    ),
    "comments-without-words": (
        "The words of {0} comments were not in the source; their names and times were kept."
    ),
    "all-comments-without-words": (
        "The words of all {0} comments were not in the source; their names and times were kept."
    ),
    "answers-unknown": "The page's text does not say which comment answers which.",
    "times-unknown": "Some comments do not say when they were written in a known time zone.",
    "deleted-comments": "Deleted comments that have answers keep their place, without words.",
    # What an archive gives a work whose source is silent.
    "untitled": "The source gives no title. Call it something.",
    "no-rating": "The source gives no rating. The work is “Not Rated”.",
    "no-warning": (
        "The source gives no archive warning. The work says “Creator Chose Not To Use Archive Warnings”."
    ),
    "no-language": "The source does not say its language. English is assumed.",
    "no-fandom": "The source names no fandom. A work needs one before it is posted.",
    "fandom-filed": "The source names no fandom. The work is filed under “{0}” until you name one.",
    "signed": (
        "The source is signed {0}. The work will be signed {1}, "
        "and its notes begin with the names and the address in the source."
    ),
    "members-only": "Where it comes from only members could read it; so here.",
    # What does not fit an archive.
    "strange-language": "“{0}” is no language that this archive knows. English is assumed.",
    "strange-rating": "“{0}” is no rating here. The work is “Not Rated”.",
    "strange-labels": (
        "Kept as additional tags, as this archive has no such warning or category: {0}."
    ),
    "tag-changed": "The tag “{0}” is kept as “{1}”.",
    "tag-left-out": "The tag “{0}” was left out: tags need letters or digits.",
    "tags-left-out": "A work has at most {1} tags here: {0} were left out.",
    "title-cut": "The title was cut to {0} characters.",
    "summary-cut": "The summary was cut to {0:,} characters.",
    "notes-cut": "The notes at the beginning were cut to {0:,} characters.",
    "end-notes-cut": "The notes at the end were cut to {0:,} characters.",
    "chapter-title-cut": "The title of chapter {0} was cut to {1} characters.",
    "chapter-summary-cut": "The summary of chapter {0} was cut to {1:,} characters.",
    "chapter-notes-cut": "The notes of chapter {0} were cut to {1:,} characters.",
    "chapter-end-notes-cut": "The end notes of chapter {0} were cut to {1:,} characters.",
    "chapter-parted": "Chapter {0} is longer than a chapter can be here. It became {1} chapters.",
    "chapter-undated": (
        "The source does not say when one chapter of it appeared; "
        "they carry the date of the one before."
    ),
    "chapters-undated": (
        "The source does not say when {0} chapters of it appeared; "
        "they carry the date of the one before."
    ),
    "dates-too-early": "Publication dates before 1950 cannot be kept and were left out.",
    "dates-to-come": "Publication dates that are still to come were left out.",
    # What became of it.
    "chapters-stay": "{0} of the chapters here are not in this source. They stay.",
    "chapter-too-short": "One chapter is too short to be posted and stayed a draft.",
    "chapters-too-short": "{0} chapters are too short to be posted and stayed a draft.",
}

# A title that its owner gives makes these untrue.
ABOUT_THE_TITLE = frozenset({"no-title", "title-missing", "title-not-on-page"})
# What a new work gets where its source is silent; one that is here already keeps what it says.
ASSUMED = frozenset({"untitled", "no-rating", "no-warning", "no-language", "no-fandom", "signed"})


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that its owner is told of a source: a code, and the names and numbers in its sentence.

    LookupError or ValueError for one that could not be said.
    """

    code: str
    facts: tuple[str | int, ...] = ()

    def __post_init__(self) -> None:
        """Let nothing be stored that cannot be said later."""
        str(self)

    def __str__(self) -> str:
        """The sentence."""
        return SENTENCES[self.code].format(*self.facts)


def remark(code: str, *facts: str | int) -> Remark:
    """The remark of this code about these facts, in the order of its sentence."""
    return Remark(code, facts)
