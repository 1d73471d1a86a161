"""Every page of an English reader, with all that is written in Hebrew: its words say so, and turn nothing around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Concat
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bookcub.comments.models import Comment, Passage
from bookcub.memory.models import KeptNote
from bookcub.picks.models import Nomination
from bookcub.reading.models import Bookmark, ListEntry, Place
from bookcub.reads.models import Read
from bookcub.works.models import Chapter, RelatedWork, Work
from tests.access.urls import url_names
from tests.access.world import World
from tests.brackets import BEGIN, bracketed
from tests.extent import EVERYTHING, dealt
from tests.lasting import lasting
from tests.security.world import address_of, full_world, opened, usual_values

HEBREW = "he"
WRITTEN = "סיפור"
# What is typed anew, lists of choices, and what browsers show outside of the page.
NOT_TEXT = "head, script, style, textarea, option, input, template, #preview-title, [aria-hidden]"
# Its rows say nothing of languages: what somebody keeps of a file until it becomes a work.
NOT_WRITTEN_YET = {"importing:part_edit", "importing:import_detail"}

# Names and other words of people, written the other way than the page: no language is known of them.
PEOPLES = {
    "people.Pseud": ("name", "description"),
    "people.Profile": ("title",),
    "people.Archive": ("description",),
    "clubs.Club": ("name", "description"),
    "reading.ReadingList": ("name", "description"),
    "works.Series": ("title", "summary", "notes"),
    "meetings.Meeting": ("title",),
    "meetings.Minutes": ("html",),
    "reads.OutsideBook": ("title", "author"),
    "memory.Prediction": ("text",),
    "picks.Nomination": ("why",),
}
NAMED = "قارئ"
ARABIC = re.compile(r"[\u0600-\u06ff]")
ALONE = re.compile(rf"[^A-Za-z0-9]*{NAMED} \d+( \(\w+\))?[^A-Za-z0-9]*")
KEPT_APART = re.compile("\u2068[^\u2069]*\u2069")
# What style sheets (base.css) or their own boxes keep apart from the sentence they stand in.
BOXES = "a b strong cite time span p h1 h2 h3 h4 h5 h6 li dt dd td th div label legend summary button blockquote"


def hebrew() -> World:
    """The world of the other walks, in which every story is a Hebrew one, and what is said of it; people write Arabic."""
    world = full_world()
    title, html = numbered(WRITTEN), Value(f"<p>{WRITTEN}.</p>")
    Work.objects.update(title=title, summary=html, notes=html, end_notes=html, language=HEBREW)
    Chapter.objects.update(title=title, summary=html, notes=html, end_notes=html)
    Comment.objects.filter(deleted_at=None).update(html=html, language=HEBREW)
    KeptNote.objects.update(html=html, language=HEBREW, chapter_title=WRITTEN)
    Passage.objects.update(exact=WRITTEN, first_exact=WRITTEN)
    for copies in (Read, Nomination):
        copies._default_manager.filter(work__isnull=False).update(title=title, language=HEBREW)
    Bookmark.objects.filter(work__isnull=False).update(title=title)
    for named in (Place, ListEntry):
        named._default_manager.update(work_title=title)
    RelatedWork.objects.exclude(title="").update(title=title, language=HEBREW)
    for label, fields in PEOPLES.items():
        rows = apps.get_model(label)._default_manager
        rows.update(**dict.fromkeys(fields, numbered(NAMED)))
    return world


def numbered(words: str) -> Concat:
    """These words and the id of the row: some of them must differ."""
    return Concat(Value(f"{words} "), Cast(F("pk"), CharField()), output_field=TextField())


_built = lasting(hebrew)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


def strays(content: bytes) -> Iterator[str]:
    """Hebrew words of a page whose element does not say that they are, or from where they are read; ours that are called Hebrew."""
    page = LexborHTMLParser(content)
    for node in page.css(NOT_TEXT):
        node.decompose()
    for node in page.css("body *"):
        text = node.text(deep=False)
        is_hebrew = (said(node, "lang"), said(node, "dir")) == (HEBREW, "rtl")
        if (is_hebrew and BEGIN in text) or (WRITTEN in text and not is_hebrew):
            yield f"<{node.tag} {node.attributes}> {text.strip()[:80]}"


def said(node: LexborNode | None, attribute: str) -> str:
    """What the nearest element says that says it."""
    while node is not None and attribute not in node.attributes:
        node = node.parent
    return (node.attributes[attribute] or "") if node is not None else ""


def turned(content: bytes) -> Iterator[str]:
    """Sentences of a page that an Arabic name may turn around."""
    page = LexborHTMLParser(content)
    for node in page.css(NOT_TEXT):
        node.decompose()
    for node in page.css("body *"):
        own = node.text(deep=False).strip()
        if not ARABIC.search(KEPT_APART.sub("", own)) or is_apart(node):
            continue
        # Alone in a box of its own it has nothing to turn around.
        if node.tag in BOXES.split() and ALONE.fullmatch(own):
            continue
        yield f"<{node.tag} {node.attributes}> {own[:80]}"


def is_apart(node: LexborNode | None) -> bool:
    while node is not None and node.tag != "body":
        if node.tag == "bdi" or "dir" in node.attributes:
            return True
        node = node.parent
    return False


@pytest.mark.slow_first
@pytest.mark.parametrize(
    ("who", "turn", "among", "least"), [("guest", 0, 2, 5), ("ada", 0, 1, 40), ("mo", 1, 2, 5)]
)
def test_on_every_page_a_story_keeps_its_language_and_no_name_turns_a_sentence_around(
    world: World, who: str, turn: int, among: int, least: int
) -> None:
    browser, stories, names = world.browser_of(who), 0, 0
    wrong: dict[str, str] = {}
    for name in dealt(sorted(url_names() - NOT_WRITTEN_YET), turn, among):
        with bracketed():
            answer = opened(browser, address_of(name, usual_values(world, name)))
        if answer.get("Content-Type", "").startswith("text/html"):
            content = b"".join(answer)
            stories += WRITTEN.encode() in content
            names += NAMED.encode() in content
            for text in (*strays(content), *turned(content)):
                wrong.setdefault(text, name)
    assert not wrong, "\n".join(f"{name}: {text}" for text, name in wrong.items())
    assert min(stories, names) > (least if EVERYTHING else least // among), (stories, names)
