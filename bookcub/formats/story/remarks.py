"""What a source could not give, and what was left out or changed on the way: codes, facts, and the sentences for people."""

from dataclasses import dataclass

from bookcub.core.languages.translating import gettext_noop, ngettext_lazy


@dataclass(frozen=True, slots=True)
class Wording:
    """How a remark is said in English: of one, and of many where a fact counts something (the one named `n`).

    `names` are those of its facts in the sentences, in the order in which a remark has them.
    """

    one: str
    many: str = ""
    names: tuple[str, ...] = ()


WORDINGS = {
    "as-told": Wording("%(told)s", names=("told",)),
    # What a source does not hold.
    "no-title": Wording(
        gettext_noop("The file has no title, so one was made from its first words.")
    ),
    "title-missing": Wording(gettext_noop("The file has no title.")),
    "title-not-on-page": Wording(gettext_noop("The page has no title.")),
    "no-author-on-page": Wording(gettext_noop("The page names no author.")),
    "no-author-in-text": Wording(gettext_noop("The page’s text names no author.")),
    "no-author-in-book": Wording(gettext_noop("The e-book names no author.")),
    "anonymous": Wording(gettext_noop("The work was posted anonymously, so no author is named.")),
    "no-address-on-page": Wording(gettext_noop("The page does not say what its address was.")),
    "no-address-in-text": Wording(
        gettext_noop("The page’s text does not say what its address was.")
    ),
    "no-address-in-file": Wording(
        gettext_noop("The file does not say what the work’s address was.")
    ),
    "no-tags-in-text": Wording(gettext_noop("The page’s text holds no tags and no rating.")),
    "chapters-elsewhere": Wording(
        gettext_noop("Chapters on this page: %(here)s of %(n)s."), names=("here", "n")
    ),
    "chapters-missing": Wording(
        *ngettext_lazy(
            "The file says that it has %(n)s chapter, but it holds %(here)s.",
            "The file says that it has %(n)s chapters, but it holds %(here)s.",
        ),
        names=("here", "n"),
    ),
    # What its letters are.
    "letters-guessed": Wording(
        gettext_noop(
            "The file does not say how its letters are written. They were read as %(letters)s."
        ),
        names=("letters",),
    ),
    "letters-lost": Wording(
        *ngettext_lazy(
            "%(n)s sign in the file is damaged and stands as �.",
            "%(n)s signs in the file are damaged and stand as �.",
        ),
        names=("n",),
    ),
    # What was left out, moved or changed while reading.
    "pages-missing": Wording(
        *ngettext_lazy(
            "%(n)s page that the e-book names is not in it: %(pages)s.",
            "%(n)s pages that the e-book names are not in it: %(pages)s.",
        ),
        names=("n", "pages"),
    ),
    "tags-hidden": Wording(
        gettext_noop(
            "Your settings on that site hide some tags, so they are not on the page: %(kinds)s. Show them there and save the page again, or add them here."
        ),
        names=("kinds",),
    ),
    "menus-left-out": Wording(
        *ngettext_lazy(
            "%(n)s word of menus and the like around the story was left out. Check that the story is whole.",
            "%(n)s words of menus and the like around the story were left out. Check that the story is whole.",
        ),
        names=("n",),
    ),
    "page-whole": Wording(
        gettext_noop(
            "The story could not be told apart from the rest of this page, so all of it is here. Take out what is not the story."
        )
    ),
    "skin-kept": Wording(
        gettext_noop(
            "The work’s own skin (its colours and layout) is kept with the work. It is shown once this archive shows skins."
        )
    ),
    "looks-of-styles": Wording(
        gettext_noop("Italics and bold that only the document’s styles had are kept.")
    ),
    "contents-left-out": Wording(gettext_noop("The table of contents was left out.")),
    "pictures-left-out": Wording(
        *ngettext_lazy("%(n)s picture was left out.", "%(n)s pictures were left out."), names=("n",)
    ),
    "local-pictures-left-out": Wording(
        *ngettext_lazy(
            "%(n)s picture that is not on the web was left out.",
            "%(n)s pictures that are not on the web were left out.",
        ),
        names=("n",),
    ),
    "parts-left-out": Wording(
        gettext_noop("These parts, which are not the story itself, were left out: %(parts)s."),
        names=("parts",),
    ),
    "zip-joined": Wording(
        *ngettext_lazy(
            "The ZIP holds %(n)s file, and it is taken for one work.",
            "The ZIP holds %(n)s files, and they are taken for the chapters of one work.",
        ),
        names=("n",),
    ),
    "file-left-out": Wording(
        gettext_noop("“%(file)s” was left out. %(why)s"), names=("file", "why")
    ),
    "licence-left-out": Wording(
        gettext_noop(
            "Project Gutenberg’s header and licence were left out; the book itself is complete."
        )
    ),
    "skin-left-out": Wording(
        gettext_noop(
            "The work’s own skin (its colours and layout) is too large to keep, and was left out."
        )
    ),
    "owner-left-out": Wording(
        gettext_noop(
            "The name in the document’s properties was left out, because it is often just the name of a computer’s owner."
        )
    ),
    "lines-joined": Wording(
        gettext_noop("Lines that had been broken at a fixed width were joined into paragraphs.")
    ),
    "beginning-in-notes": Wording(
        gettext_noop("The few words before the first chapter were moved to the work’s notes.")
    ),
    "dedication-in-notes": Wording(
        gettext_noop("The dedication and epigraph were moved to the work’s notes.")
    ),
    "footnotes-in-end-notes": Wording(
        gettext_noop("Notes from the end of the book were moved to their chapters’ end notes.")
    ),
    "archived-by": Wording(
        gettext_noop("%(name)s had put this work into the archive for its author."), names=("name",)
    ),
    "chapter-by": Wording(
        gettext_noop("Chapter %(chapter)s was written by %(names)s."), names=("chapter", "names")
    ),
    # Comments.
    "no-comments-in-downloads": Wording(
        gettext_noop("Downloads hold no comments. Save the work’s page to import them too.")
    ),
    "comments-not-on-page": Wording(
        *ngettext_lazy(
            "The work has %(n)s comment that is not on this page. To import it too, save the page with its comments open.",
            "The work has %(n)s comments that are not on this page. To import them too, save the page with its comments open.",
        ),
        names=("n",),
    ),
    "some-comments-elsewhere": Wording(
        *ngettext_lazy(
            "%(n)s more comment is on another page and not in this file.",
            "%(n)s more comments are on other pages and not in this file.",
        ),
        names=("n",),
    ),
    "comments-elsewhere": Wording(
        gettext_noop("More comments are on other pages and not in this file.")
    ),
    "comment-without-words": Wording(
        gettext_noop("The words of one comment were not in the file; its name and time were kept.")
    ),
    "comments-without-words": Wording(
        *ngettext_lazy(
            "The words of %(n)s comment were not in the file; its name and time were kept.",
            "The words of %(n)s comments were not in the file; their names and times were kept.",
        ),
        names=("n",),
    ),
    "all-comments-without-words": Wording(
        *ngettext_lazy(
            "The words of the %(n)s comment were not in the file; its name and time were kept.",
            "The words of all %(n)s comments were not in the file; their names and times were kept.",
        ),
        names=("n",),
    ),
    "comments-stay": Wording(
        gettext_noop(
            "Comments are not imported: they belong to the people of the archive where they were said."
        )
    ),
    "answers-unknown": Wording(
        gettext_noop("The page’s text does not say which comment answers which.")
    ),
    "times-unknown": Wording(
        gettext_noop(
            "For some comments it is not known when they were written, because their time zone is not given."
        )
    ),
    "deleted-comments": Wording(
        gettext_noop("Deleted comments that have answers keep their place, without words.")
    ),
    # What an archive gives a work whose source is silent.
    "untitled": Wording(gettext_noop("The file gives no title. Give the work one.")),
    "no-rating": Wording(gettext_noop("The file gives no rating. The work is “Not Rated”.")),
    "no-warning": Wording(
        gettext_noop(
            "The file gives no archive warning. The work says “Creator Chose Not To Use Archive Warnings”."
        )
    ),
    "no-language": Wording(
        gettext_noop("The file does not say its language. %(assumed)s is assumed."),
        names=("assumed",),
    ),
    "no-fandom": Wording(
        gettext_noop("The file names no fandom. A work needs one before it can be posted.")
    ),
    "fandom-filed": Wording(
        gettext_noop(
            "The file names no fandom. The work is filed under “%(fandom)s” until you name one."
        ),
        names=("fandom",),
    ),
    "signed": Wording(
        gettext_noop(
            "The file is signed %(names)s. Unless you wrote it, the work reads “by %(names)s · imported by %(pseud)s”, and its notes say where it is from."
        ),
        names=("names", "pseud"),
    ),
    "members-only": Wording(
        gettext_noop(
            "Only members could read this work where it comes from, so only members can read it here."
        )
    ),
    # What does not fit an archive.
    "strange-language": Wording(
        gettext_noop(
            "This archive does not know the language “%(language)s”. %(assumed)s is assumed."
        ),
        names=("language", "assumed"),
    ),
    "strange-rating": Wording(
        gettext_noop(
            "This archive does not have the rating “%(rating)s”. The work is “Not Rated”."
        ),
        names=("rating",),
    ),
    "strange-labels": Wording(
        gettext_noop(
            "These are kept as additional tags, because this archive has no such warning or category: %(labels)s."
        ),
        names=("labels",),
    ),
    "tag-changed": Wording(
        gettext_noop("The tag “%(tag)s” is kept as “%(kept)s”."), names=("tag", "kept")
    ),
    "tag-left-out": Wording(
        gettext_noop(
            "The tag “%(tag)s” was left out, because tags need at least one letter or digit."
        ),
        names=("tag",),
    ),
    "tags-left-out": Wording(
        *ngettext_lazy(
            "A work can have at most %(most)s tags here, so %(n)s was left out.",
            "A work can have at most %(most)s tags here, so %(n)s were left out.",
        ),
        names=("n", "most"),
    ),
    "title-cut": Wording(
        *ngettext_lazy(
            "The title was cut to %(n)s character.", "The title was cut to %(n)s characters."
        ),
        names=("n",),
    ),
    "summary-cut": Wording(
        *ngettext_lazy(
            "The summary was cut to %(n)s character.", "The summary was cut to %(n)s characters."
        ),
        names=("n",),
    ),
    "notes-cut": Wording(
        *ngettext_lazy(
            "The notes at the beginning were cut to %(n)s character.",
            "The notes at the beginning were cut to %(n)s characters.",
        ),
        names=("n",),
    ),
    "end-notes-cut": Wording(
        *ngettext_lazy(
            "The notes at the end were cut to %(n)s character.",
            "The notes at the end were cut to %(n)s characters.",
        ),
        names=("n",),
    ),
    "chapter-title-cut": Wording(
        *ngettext_lazy(
            "The title of chapter %(chapter)s was cut to %(n)s character.",
            "The title of chapter %(chapter)s was cut to %(n)s characters.",
        ),
        names=("chapter", "n"),
    ),
    "chapter-summary-cut": Wording(
        *ngettext_lazy(
            "The summary of chapter %(chapter)s was cut to %(n)s character.",
            "The summary of chapter %(chapter)s was cut to %(n)s characters.",
        ),
        names=("chapter", "n"),
    ),
    "chapter-notes-cut": Wording(
        *ngettext_lazy(
            "The notes of chapter %(chapter)s were cut to %(n)s character.",
            "The notes of chapter %(chapter)s were cut to %(n)s characters.",
        ),
        names=("chapter", "n"),
    ),
    "chapter-end-notes-cut": Wording(
        *ngettext_lazy(
            "The end notes of chapter %(chapter)s were cut to %(n)s character.",
            "The end notes of chapter %(chapter)s were cut to %(n)s characters.",
        ),
        names=("chapter", "n"),
    ),
    "chapter-parted": Wording(
        *ngettext_lazy(
            "Chapter %(chapter)s is longer than a chapter can be here, so it became %(n)s chapter.",
            "Chapter %(chapter)s is longer than a chapter can be here, so it became %(n)s chapters.",
        ),
        names=("chapter", "n"),
    ),
    "chapter-undated": Wording(
        gettext_noop(
            "The file does not say when one of its chapters appeared; it has the date of the chapter before it."
        )
    ),
    "chapters-undated": Wording(
        *ngettext_lazy(
            "The file does not say when %(n)s of its chapters appeared; it has the date of the chapter before it.",
            "The file does not say when %(n)s of its chapters appeared; they have the date of the chapter before them.",
        ),
        names=("n",),
    ),
    "dates-too-early": Wording(
        gettext_noop("Publication dates before 1950 cannot be kept and were left out.")
    ),
    "dates-to-come": Wording(gettext_noop("Publication dates in the future were left out.")),
    # What became of it.
    "chapters-stay": Wording(
        *ngettext_lazy(
            "%(n)s of the chapters here is not in this file. It stays.",
            "%(n)s of the chapters here are not in this file. They stay.",
        ),
        names=("n",),
    ),
    "chapters-stay-out": Wording(
        *ngettext_lazy(
            "%(n)s chapter that you left out before stays out. Review the file to import it.",
            "%(n)s chapters that you left out before stay out. Review the file to import them.",
        ),
        names=("n",),
    ),
    "chapter-waits": Wording(
        gettext_noop(
            "A new account can post only so much a day. One chapter is still a draft; post it tomorrow."
        )
    ),
    "chapters-wait": Wording(
        *ngettext_lazy(
            "A new account can post only so much a day. %(n)s chapter is still a draft; post it tomorrow.",
            "A new account can post only so much a day. %(n)s chapters are still drafts; post them tomorrow.",
        ),
        names=("n",),
    ),
    "chapter-too-short": Wording(
        gettext_noop("One chapter is too short to be posted and is still a draft.")
    ),
    "chapters-too-short": Wording(
        *ngettext_lazy(
            "%(n)s chapter is too short to be posted and is still a draft.",
            "%(n)s chapters are too short to be posted and are still drafts.",
        ),
        names=("n",),
    ),
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
    file: str = ""  # of several that became one work, where it is not about all of them

    def __post_init__(self) -> None:
        """Let nothing be stored that cannot be said later."""
        str(self)

    def __str__(self) -> str:
        """The sentence in English; whoever shows it to people says it in their language."""
        wording = self.wording
        sentence = wording.many if wording.many and self.count != 1 else wording.one
        said = sentence % {
            name: f"{fact:,}" if isinstance(fact, int) else fact
            for name, fact in self.named.items()
        }
        return f"{self.file}: {said}" if self.file else said

    @property
    def wording(self) -> Wording:
        return WORDINGS[self.code]

    @property
    def named(self) -> dict[str, str | int]:
        """The facts under the names that its sentences have for them."""
        return dict(zip(self.wording.names, self.facts, strict=False))

    @property
    def count(self) -> int:
        """The number on which the form of its sentence depends."""
        return int(self.named["n"])


def remark(code: str, *facts: str | int) -> Remark:
    """The remark of this code about these facts, in the order of its sentence."""
    return Remark(code, facts)
