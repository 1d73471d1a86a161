"""What the catalogue shows: made-up works and words for every state of every component."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import get_args

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from bookcub.web.blurb import (
    Blurb,
    BlurbStats,
    CategoryKey,
    Link,
    RatingKey,
    SeriesPart,
    Square,
    TagGroup,
    WarningKey,
)
from bookcub.web.comment_card import CommentCard
from bookcub.web.components.forms import SortRow
from bookcub.web.components.works import ChapterRow, DiffRow
from bookcub.web.icons import ICONS

AT = datetime(2026, 11, 6, 21, 4, 33, tzinfo=UTC)
HERE = "#main"

COLOURS = (
    "paper", "paper-raised", "paper-sunk", "ink", "ink-soft", "rule", "rule-strong", "accent", "accent-deep",
    "accent-wash", "on-accent", "mark", "danger", "danger-wash", "good", "good-wash", "warn", "warn-wash",
    "inserted", "deleted", "pane-general", "pane-teen", "pane-mature", "pane-explicit", "pane-quiet",
    "pane-warned", "pane-pair", "pane-done",
)  # fmt: skip


class SpecimenForm(forms.Form):
    """One field of every family."""

    title = forms.CharField(label="Title", max_length=255, initial="The Lamplighter’s Ledger")
    summary = forms.CharField(
        label="Summary",
        required=False,
        max_length=1250,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A few sentences that make someone want to read on. HTML is welcome.",
    )
    fandoms = forms.CharField(
        label="Fandoms",
        initial="The Harbour Cycle, Original Work",
        help_text="Separate them with commas.",
    )
    language = forms.ChoiceField(
        label="Language",
        choices=[("en", "English"), ("de", "Deutsch"), ("th", "ไทย"), ("el", "Ελληνικά")],
    )
    rating = forms.ChoiceField(
        label="Rating",
        widget=forms.RadioSelect,
        choices=[
            ("g", "General"),
            ("t", "Teen"),
            ("m", "Mature"),
            ("e", "Explicit"),
            ("n", "Not rated"),
        ],
        initial="t",
    )
    warnings = forms.MultipleChoiceField(
        label="Warnings",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("n", "No warnings apply"),
            ("v", "Graphic violence"),
            ("d", "Major character death"),
        ],
        help_text="Choose all that fit, or say that you choose not to warn.",
    )
    restricted = forms.BooleanField(label="Only members may read this", required=False)
    publish_on = forms.DateField(
        label="Date of publication", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    stories = forms.FileField(label="Files", required=False)


def specimens() -> dict[str, object]:
    """Return everything that the catalogue's template names."""
    wrong = SpecimenForm(
        {"title": "x" * 300, "summary": "Typed and kept.", "language": "en"}, auto_id="wrong_%s"
    )
    pages = Paginator(range(2000), 20)
    return {
        "colours": COLOURS,
        "icons": sorted(ICONS),
        "at": AT,
        "form": SpecimenForm(auto_id="well_%s"),
        "wrong": wrong,
        "dropped": SpecimenForm(auto_id="dropped_%s"),
        "page_first": pages.get_page(1),
        "page_middle": pages.get_page(9),
        "squares": _squares(),
        "blurbs": _blurbs(),
        "groups": _groups(),
        "authors": (Link("tidewater", HERE), Link("Jun Okafor", HERE), Link("orphan_account")),
        "one_author": (Link("tidewater", HERE),),
        "stats": _stats(),
        "chapters": _chapters(),
        "comments": _comments(),
        "diff_rows": _diff_rows(),
        "tab_links": (
            Link("Works", HERE),
            Link("Series", "#series"),
            Link("Bookmarks", "#b"),
        ),
        "step_names": ("The archive", "Its keeper", "Who may join", "Stories"),
        "plot_rows": (("January", 12), ("February", 31), ("March", 4), ("April", 0)),
        "sort_rows": tuple(
            SortRow(value=str(i), name=name, note=note, url=HERE)
            for i, (name, note) in enumerate(
                (("Salt", "2,310 words"), ("Lantern", "draft"), ("Tide", "")), 1
            )
        ),
    }


def _stats() -> BlurbStats:
    return BlurbStats(
        language="English",
        words=48213,
        chapters="9/10",
        kudos=1204,
        comments=318,
        bookmarks=97,
        hits=20311,
        published=AT,
        updated=AT,
        comments_url=HERE,
        bookmarks_url=HERE,
    )


def _squares() -> list[Square]:
    """Return squares that show each face of each pane at least once."""
    ratings: tuple[RatingKey, ...] = get_args(RatingKey)
    warnings: tuple[WarningKey, ...] = get_args(WarningKey)
    categories: tuple[CategoryKey, ...] = get_args(CategoryKey)
    return [
        Square(
            rating=ratings[i % 5],
            rating_name=ratings[i % 5].title(),
            warning=warning,
            warning_name=f"Warnings: {warning}",
            category=category,
            category_name=category.upper(),
            complete=i % 2 == 0,
        )
        for i, (category, warning) in enumerate(product(categories, warnings))
        if i % 2 == 0
    ]


def _groups() -> tuple[TagGroup, ...]:
    return (
        TagGroup(kind="warning", tags=(Link("Major Character Death", HERE),)),
        TagGroup(
            kind="relationship",
            tags=(Link("Ines Marrow/Tobias Fell", HERE), Link("Ines & the Harbourmaster", HERE)),
        ),
        TagGroup(kind="character", tags=(Link("Ines Marrow", HERE), Link("Tobias Fell", HERE))),
        TagGroup(
            kind="freeform",
            tags=tuple(
                Link(n, HERE)
                for n in (
                    "Slow Burn",
                    "Letters",
                    "Lighthouse Keepers",
                    "Hurt/Comfort",
                    "Ships",
                    "Winter",
                    "Found Family",
                    "Old Debts",
                    "Unreliable Ledgers",
                    "Fog",
                    "Epistolary",
                    "Rescues at Sea",
                )
            ),
        ),
    )


def _blurbs() -> list[Blurb]:
    summary = mark_safe(  # written here
        "<p>Every ship that passes the Marrow light is written in the ledger. In the winter that Ines takes "
        "over the lamp, a ship is entered <em>twice</em>, eleven years apart, in the same hand.</p>"
        "<p>She asks the harbourmaster, who does not remember; she asks the ledger, which does. Then the fog comes in, "
        "and with it a light that is not hers, where there has been no lighthouse since her grandmother’s day.</p>"
    )
    serial = Blurb(
        url="#serial", title="The Lamplighter’s Ledger", authors=(Link("tidewater", HERE),),
        fandoms=(Link("The Harbour Cycle", HERE),), summary=summary, tags=_groups(),
        square=Square(rating="teen", rating_name="Teen And Up", warning="some", warning_name="Warnings apply",
                      category="fm", category_name="F/M"),
        series=(SeriesPart(name="Lights Along the Coast", url=HERE, position=2),),
        stats=BlurbStats(language="English", words=48213, chapters="9/10", kudos=1204, comments=318, bookmarks=97),
        updated=AT, continue_url=HERE, continue_label="Continue in chapter 4",
    )  # fmt: skip
    short = Blurb(
        url="#short", title="Four Small Hours", anonymous=True, restricted_to="members",
        fandoms=(Link("Original Work", HERE),), updated=AT,
        square=Square(rating="general", rating_name="General Audiences", warning="none",
                      warning_name="No warnings apply", category="gen", category_name="Gen", complete=True),
        tags=(TagGroup(kind="warning", tags=(Link("No Archive Warnings Apply", HERE),), hidden=True),
              TagGroup(kind="freeform", tags=(Link("Insomnia", HERE), Link("Bakeries", HERE)), hidden=True)),
        stats=BlurbStats(language="English", words=1840, chapters="1/1", kudos=12, comments=0, bookmarks=1),
    )  # fmt: skip
    long_name = "Donau" + "dampfschifffahrts" * 5 + "gesellschaft"
    draft = Blurb(
        url="#draft", title=long_name, authors=(Link("Jun Okafor", HERE), Link("tidewater", HERE)),
        draft=True, language="de", note="Kept because you bookmarked it on 3 May.",
        stats=BlurbStats(language="Deutsch", words=310, chapters="1/?"),
        tags=(TagGroup(kind="freeform", tags=(Link(long_name * 2, HERE),)),),
    )  # fmt: skip
    return [serial, short, draft]


def _chapters() -> list[ChapterRow]:
    return [
        ChapterRow(url=HERE, position=1, title="Salt", words=2310, at=AT, is_read=True),
        ChapterRow(
            url=HERE, position=2, title="What the Ledger Says", words=4120, at=AT, is_here=True
        ),
        ChapterRow(url=HERE, position=3, title="Lantern", words=3999, is_scheduled=True),
        ChapterRow(url=HERE, position=10, title="Untitled", is_draft=True),
        ChapterRow(url=HERE, position=11, title="A Name", is_hidden=True),
    ]


def _comments() -> dict[str, CommentCard]:
    text = mark_safe(  # written here
        "<p>I read this on the night bus and missed my stop. <em>Twice.</em></p><p>The line about the wick: how?</p>"
    )
    base = {
        "author": "Bo Lindqvist",
        "author_url": HERE,
        "permalink": "#c1",
        "at": AT,
        "text": text,
    }
    return {
        "plain": CommentCard(anchor="c1", **base),  # type: ignore[arg-type]  # a dict of mixed values
        "author": CommentCard(anchor="c2", author="tidewater", author_url=HERE, at=AT, edited_at=AT, permalink="#c2",
                              parent_url="#c1", text=text, by_work_author=True, is_new=True),
        "imported": CommentCard(anchor="c3", author="moth (from elsewhere)", at=AT, text=text, is_imported=True, is_guest=True),
        "unreviewed": CommentCard(anchor="c4", author="A Guest", at=AT, text=text, is_guest=True, is_unreviewed=True),
        "hidden": CommentCard(anchor="c9", author="Bo", at=AT, text=text, hidden_why="It names somebody’s school."),
        "frozen": CommentCard(anchor="c5", author="Cy", at=AT, text=text, is_frozen=True, about="Chapter 2"),
        "deleted": CommentCard(anchor="c6", author="", at=AT, is_deleted=True),
    }  # fmt: skip


def _diff_rows() -> list[DiffRow]:
    same = mark_safe("<p>The lamp came on at five.</p>")
    before = mark_safe("<p>It was a <del>dark and stormy</del> night.</p>")
    after = mark_safe("<p>It was a <ins>quiet, salt-smelling</ins> night.</p>")
    gone = mark_safe("<p>Nobody came.</p>")
    new = mark_safe("<p>Somebody came, and left a coin.</p>")
    return [
        DiffRow(kind="same", before=same, after=same),
        DiffRow(kind="changed", before=before, after=after),
        DiffRow(kind="removed", before=gone),
        DiffRow(kind="added", after=new),
    ]
