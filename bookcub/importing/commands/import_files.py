"""`bookcub import`: bring stories in from files, without a browser."""

from __future__ import annotations

import argparse
import glob
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext, ngettext

from bookcub.core.database.migrating import migrate
from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.story.decoding import LETTERS
from bookcub.formats.story.joining import natural_key
from bookcub.formats.story.parsed import ParsedWork, ParseResult, Refusal
from bookcub.importing.actions.save_work import Kept, keep
from bookcub.importing.commands import reporting
from bookcub.importing.mapping import map_work
from bookcub.importing.queries.signatures import signature_of
from bookcub.importing.sources import Source, read_sources, taken_apart
from bookcub.people.models import Pseud
from bookcub.works.queries.bylines import pseuds_named

IMPORTED, REFUSED, MISUSED = 0, 1, 2
AT_ONCE = 8
NOT_KEPT = Refusal(
    "not-kept",
    gettext_noop("This work was understood, but the archive could not save it."),
    gettext_noop(
        "Nothing of it was saved. Import it on the web page instead, where you can change each part."
    ),
)


class UsageError(Exception):
    """What was asked for makes no sense, in a sentence."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take files and what to do with them."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=gettext(
            "files, folders or patterns such as chapters/*.html; saved pages and downloads of otwarchive sites, "
            "EPUB, Word, OpenDocument, RTF, Markdown, HTML, plain text, Project Gutenberg, or a ZIP of chapters or of works"
        ),
    )
    parser.add_argument(
        "--as",
        dest="pseud",
        metavar="PSEUD",
        help=gettext("who signs: a user name, or “Pseud (user name)”"),
    )
    parser.add_argument("--title", default="", metavar="T", help=gettext("the title, for one work"))
    parser.add_argument(
        "--letters",
        default="",
        choices=list(LETTERS),
        metavar="NAME",
        help=gettext("in which letters the files are, if they come out wrong: %(names)s")
        % {"names": ", ".join(LETTERS)},
    )
    together = parser.add_mutually_exclusive_group()
    together.add_argument(
        "--join", action="store_true", help=gettext("the files are chapters of one work")
    )
    together.add_argument(
        "--split", action="store_true", help=gettext("each file of a ZIP is a work of its own")
    )
    parser.add_argument(
        "--publish", action="store_true", help=gettext("post at once instead of saving a draft")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=gettext("only say what was understood; save nothing")
    )
    parser.add_argument(
        "--json", action="store_true", help=gettext("print what was understood as JSON")
    )


def run(options: argparse.Namespace) -> int:
    """Read every file, keep what is a work, and say what became of each."""
    # What programs read is the same in every archive.
    with translation.override("en" if options.json else translation.get_language()):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        paths = _paths(options)
        records = list(_records(paths, _pseud(options), options))
    except UsageError as error:
        print(f"bookcub: {error}", file=sys.stderr)  # noqa: T201  # a command talks
        return MISUSED
    refused = sum(record["status"] == "refused" for record in records)
    count = max(len(paths), len(records))
    if options.json:
        _say(json.dumps(records, ensure_ascii=False, indent=2))
    elif count > 1:
        _say(
            ngettext("%(n)s file, %(refused)s refused.", "%(n)s files, %(refused)s refused.", count)
            % {"n": count, "refused": refused}
        )
    return REFUSED if refused else IMPORTED


def _records(
    paths: Sequence[Path], pseud: Pseud | None, options: argparse.Namespace
) -> Iterator[reporting.Record]:
    """What became of each work, told as it comes unless a program listens."""
    for name, outcome in _read(paths, options):
        record = _bring(name, outcome, pseud, options)
        if not options.json:
            _say(*reporting.lines(record))
        yield record


def _paths(options: argparse.Namespace) -> list[Path]:
    """The files meant, each once; a folder stands for all files in it."""
    found: dict[Path, None] = {}
    for word in options.files:
        meant = _meant(word)
        if not meant:
            raise UsageError(gettext("There is no file %(name)s.") % {"name": word})
        found |= dict.fromkeys(meant)
    if options.title.strip() and len(found) > 1 and not options.join:
        raise UsageError(gettext("--title is for one work. Give one file, or add --join."))
    return list(found)


def _meant(word: str) -> list[Path]:
    path = Path(word).expanduser()
    if path.is_dir():
        files = [each for each in path.rglob("*") if each.is_file() and not _is_hidden(each, path)]
        return sorted(files, key=lambda each: natural_key(str(each)))
    if path.exists():
        return [path]
    named = glob.glob(str(path), recursive=True)  # noqa: PTH207  # a pattern may be absolute
    return sorted(
        (Path(each) for each in named if Path(each).is_file()),
        key=lambda each: natural_key(str(each)),
    )


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _pseud(options: argparse.Namespace) -> Pseud | None:
    """Who signs; nobody in a dry run, which touches no database."""
    if options.dry_run:
        return None
    if not options.pseud:
        raise UsageError(
            gettext(
                "Say who signs with --as PSEUD, or see what would be understood with --dry-run."
            )
        )
    migrate()
    try:
        [pseud] = pseuds_named([options.pseud], field="as")
    except ValidationError as error:
        raise UsageError(" ".join(error.messages)) from error
    return pseud


def _read(paths: Sequence[Path], options: argparse.Namespace) -> Iterator[tuple[str, ParseResult]]:
    """Name and outcome of each, or of all as one; the names as they were given."""
    sources = [Source(str(path), path) for path in paths]
    if options.join:
        name = (
            str(paths[0])
            if len(paths) == 1
            else ngettext("%(n)s file joined", "%(n)s files joined", len(paths)) % {"n": len(paths)}
        )
        [outcome] = read_sources(sources, join=True, title=options.title, letters=options.letters)
        yield name, outcome
        return
    for start in range(0, len(sources), AT_ONCE):
        some = sources[start : start + AT_ONCE]
        outcomes = read_sources(some, title=options.title, letters=options.letters)
        for source, outcome in zip(some, outcomes, strict=True):
            works = taken_apart(source, outcome, splits=options.split, letters=options.letters)
            if len(works) > 1 and options.title.strip():
                raise UsageError(
                    gettext("%(name)s holds several works. Leave --title out, or add --join.")
                    % {"name": source.name}
                )
            yield from (
                works
                if len(works) == 1
                else ((f"{source.name}/{name}", each) for name, each in works)
            )


def _bring(
    name: str, outcome: ParseResult, pseud: Pseud | None, options: argparse.Namespace
) -> reporting.Record:
    """What to tell of one file."""
    if isinstance(outcome, Refusal):
        return reporting.refused(name, outcome)
    if pseud is None:
        return reporting.read(name, outcome, map_work(outcome))
    kept = _kept(outcome, pseud, publish=options.publish)
    if isinstance(kept, Refusal):
        return reporting.refused(name, kept)
    mapped = map_work(outcome, signed=signature_of(pseud))
    return reporting.kept(name, outcome, mapped, kept)


def _kept(parsed: ParsedWork, pseud: Pseud, *, publish: bool) -> Kept | Refusal:
    try:
        return keep(parsed, as_pseud=pseud, publish=publish)
    except ValidationError as error:
        return Refusal(
            NOT_KEPT.code,
            " ".join([gettext(NOT_KEPT.sentence), *error.messages]),
            NOT_KEPT.what_to_do,
        )


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201  # a command talks
