"""Whatever people read goes through gettext, so that it can be said in their language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.shape.sentences import Bare, in_python, in_script, in_template
from tests.shape.sources import ROOT, text_of, tracked

# Files, and names in them, whose words stay in English, by the reason why.
STAYS = {
    "what databases say in their own words, to be told apart": {"core/database/trouble.py"},
    "printed as docs/what-is-kept.md, in English, and shown nowhere else": {
        *(
            f"{package}/personal_data.py"
            for package in (
                *(
                    "clubs",
                    "comments",
                    "finding",
                    "home",
                    "memory",
                    "notifications",
                    "people",
                    "picks",
                ),
                *("reading", "reads", "tags", "works"),
            )
        ),
        "people/inventory/entries.py",
        "people/inventory/markdown.py",
    },
    "the catalogue of components, for those who build pages with them": {
        "web/catalogue.py",
        "web/templates/web/design.html",
    },
    "printed into docs/settings.md, or into the terminal of those who build the style sheets": {
        "config/environment.py:Environment",
        "core/environment.py:yes_or_no",
        "core/environment.py:host_names",
        "core/environment.py:number",
        "web/fonts.py",
    },
    "SQL": {"core/database/folding.py", "core/database/planned.py", "search/watching.py"},
    "labels of choices that no page offers": {
        "comments/models/hearers.py:Hearers",
        "comments/models/passage.py:Anchoring",
        "meetings/models/room.py:LineKind",
        "people/models/attempt.py:AttemptKind",
        "picks/models/pick.py:Stage",
    },
    "stored as they are: facts that are told anew, titles and notes that people may change": {
        "formats/fanficfare/page.py:describe",
        "formats/sites/bookcub.py:describe",
        "formats/html/titles.py",
        "formats/otwarchive/download.py:describe_page",
        "formats/otwarchive/saved_page.py:_work",
        "importing/actions/save_work.py:UNSPECIFIED_FANDOM",
        "importing/mapping/work.py",
        "meetings/actions/rooms.py:set_timer",
        "meetings/availability.py:Can",
        "meetings/queries/lines.py:OPENED",
        "meetings/queries/opened_passages.py:PAGE",
    },
    "by which a refusal is found": {
        "formats/epub/package.py:WHAT",
        "formats/zip/chapters.py:opened",
        "importing/sources.py:KINDS",
        "importing/club_archive.py:_member",
    },
    "for programs: headers, cookies, keys, models, elements": {
        "comments/models/comment.py:Comment.fingerprint_of_words",
        "comments/static/comments/js/block-text.js",
        "comments/views/work_comments.py:_show",
        "config/middleware/error_pages.py:KEPT",
        "config/settings.py:CSRF_COOKIE_SAMESITE",
        "config/settings.py:SESSION_COOKIE_SAMESITE",
        "notifications/letters.py:send",
        "notifications/queries/visible_lines.py",
        "people/limits/log_ins.py",
        "people/middleware.py:language",
        "people/models/user.py:User",
        "picks/counting/ties.py:tie_hash",
        "web/static/web/js/drop-zone.js",
        "web/static/web/js/reading-look.js",
        "web/static/web/js/search-key.js",
    },
    "for those who work on the program": {
        "core/registry.py",
        "importing/worker.py:_where",
        "meetings/actions/minutes.py:MovedOnError",
        "reading/views/gate.py:MustAsk",
        "web/templatetags/kept.py",
        "web/templatetags/token.py",
        "works/models/autosave.py:NewerCopy",
    },
    "the language of the search box, which is one for all": {
        "finding/queries/search_help.py:examples",
    },
    "the stories and people of the demo": {"home/demo/clubs.py", "home/demo/command.py"},
    "what a file says in any language, and what programs make of it": {
        "config/content_policy.py",
        "core/event_stream.py",
        "core/files/static_files.py",
        "core/text/sanitising.py",
        "exporting/actions/packing.py:_readme",
        "formats/annotations.py",
        "formats/calendars.py:PRODUCT",
        "formats/club_file/__init__.py:TITLE",
        "formats/epub/markup_tree.py:elsewhere",
        "formats/epub/writer.py",
        "home/views/wellknown/robots.py",
        "home/views/wellknown/service_workers.py",
    },
    "told to whoever made a club’s file with a program of their own, with the place in it": {
        "formats/club_file/checks.py",
        "formats/club_file/reading.py",
        "importing/club_archive.py:club_file",
    },
    "looked for in pages and files of others": {
        "formats/documents/reader.py:_TITLES_NOBODY_GAVE",
        "formats/fanficfare/text.py:describe",
        "formats/html/footnotes.py",
        "formats/html/headings.py",
        "formats/html/main_text.py",
        "formats/html/site_refusals.py",
        "formats/html/splitting.py",
        "formats/html/web_page.py",
        "formats/otwarchive/pasted_comments.py",
        "formats/otwarchive/pasted_text.py:_END_NOTES",
        "formats/otwarchive/pasted_text.py:_cut",
        "formats/otwarchive/pasted_text.py:_section_after",
        "formats/otwarchive/saved_page.py:_number",
        "formats/sites/bookcub.py",
        "formats/sites/fanfiction_net.py",
        "formats/table.py:_PAGES",
        "formats/typed/gutenberg.py:FORMAT",
        "formats/typed/markdown.py:describe",
        "memory/recall/stop_words.py",
    },
    "names of browsers, systems, sites, typefaces, languages, people": {
        "formats/sites/royal_road.py:FORMAT",
        "people/queries.py",
        "people/reserved_usernames.py",
        "works/languages.py",
    },
}


def test_whatever_people_read_goes_through_gettext() -> None:
    stays = set[str]().union(*STAYS.values())
    found = [(path, bare, stays & _places(path, bare)) for path, bare in _all_bare()]

    bare_ones = [f"{path}:{bare.line} {bare.words}" for path, bare, staying in found if not staying]
    assert not bare_ones, "\n".join(bare_ones)
    assert stays == set[str]().union(*(staying for *_, staying in found)), "nothing stays there"


@pytest.mark.parametrize(
    "planted",
    [
        'label = "Save this"',
        'title = "Saved"',
        'field = CharField(label="name")',
        'messages.success(request, f"{name} is here.")',
        'raise ValidationError("Choose another name.")',
        'raise PermissionDenied("Only hosts may do that")',
        'said = "%(n)s works" % {"n": n}',
        'class Kind(TextChoices):\n    OPEN = "open", "Open"',
        'LINKS = (Link(label="Works", url="/works"),)',
        "line = f\"{gettext('From'):<9}\"",
        'subject = gettext("From") + " your archive"',
    ],
)
def test_a_bare_sentence_in_python_is_found(planted: str) -> None:
    assert in_python(planted)


@pytest.mark.parametrize(
    "silent",
    [
        '"""What this module does."""',
        'label = gettext_lazy("Save this")',
        'words = ngettext("%(n)s work", "%(n)s works", n)',
        'log.warning("the queue cannot be read")',
        'rows.execute("SELECT id FROM works")',
        'if word == "Not so fast": pass',
        'name = models.CharField("as it was typed", max_length=9)',
        'raise ValueError("A guest speaks to everyone.")',
        'path = "works/detail.html"',
        "html = format_html(\"<p class='lead'>{}</p>\", words)",
        'header["Content-Type"] = "text/plain; charset=utf-8"',
    ],
)
def test_what_only_programs_read_is_not(silent: str) -> None:
    assert in_python(silent) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Nothing here yet</p>",
        '<img src="x" alt="A bear cub">',
        '<input type="submit" value="save">',
        '<meta name="description" content="An archive">',
        '{% button label="save" %}',
        '{% include "web/_part.html" with note="Read on" only %}',
        '<p>{{ name|default:"nobody" }}</p>',
        "<h1>{% translate 'Works' %} by {{ name }}</h1>",
    ],
)
def test_a_bare_sentence_in_a_template_is_found(planted: str) -> None:
    assert in_template(planted)


@pytest.mark.parametrize(
    "silent",
    [
        '<p class="lead">{% translate "Nothing here yet" %}</p>',
        "{% blocktranslate trimmed %}\n  By {{ name }}\n{% endblocktranslate %}",
        '{% button label=_("Save") kind="primary" value="save" %}',
        '<time datetime="{{ at|date:"Y-m-d" }}">{{ day }}</time>',
        '{# Nothing here yet #}<code>bookcub check</code>{% if word == "Some words" %}1{% endif %}',
        '<button type="submit" name="do" value="save">Bookcub</button>',
    ],
)
def test_what_goes_through_gettext_in_a_template_is_not(silent: str) -> None:
    assert in_template(silent) == []


def test_a_letter_and_a_script_have_no_bare_sentence_either() -> None:
    assert in_template("Hello {{ name }},\n", is_html=False) == [Bare(1, "Hello ,")]
    assert in_script('note.textContent = "Saved";') == [Bare(1, "Saved")]
    assert in_script("note.append(`${count} words`);") == [Bare(1, "${count} words")]
    assert in_script('// Say so\nif (key === "Enter") note.className = "note note--new";') == []


def _places(path: str, bare: Bare) -> set[str]:
    return {path, f"{path}:{bare.scope}", f"{path}:{bare.scope.split('.')[0]}"}


def _all_bare() -> Iterator[tuple[str, Bare]]:
    for file in tracked():
        path = file.relative_to(ROOT)
        if path.parts[0] != "bookcub" or "migrations" in path.parts:
            continue
        short = str(path.relative_to("bookcub"))
        if path.suffix == ".py":
            yield from ((short, each) for each in in_python(text_of(file)))
        elif path.suffix == ".js":
            yield from ((short, each) for each in in_script(text_of(file)))
        elif "templates" in path.parts:
            is_html = path.suffix == ".html"
            yield from ((short, each) for each in in_template(text_of(file), is_html=is_html))
