"""Files come in, are read in the background, and are let go of again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import structlog
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django_tasks import task

from bookcub.core.background import heavy_work_of
from bookcub.core.database.locks import hold
from bookcub.formats.story import serialisation
from bookcub.formats.story.parsed import ParseResult, Refusal
from bookcub.importing.actions.decisions import leave_out
from bookcub.importing.mapping.truncation import cut_text
from bookcub.importing.models import FILES_MAX, Import, ImportedFile, ImportPart, State
from bookcub.importing.policies import has_room
from bookcub.importing.queries.foreseen import foreseen
from bookcub.importing.queries.ordering import joined, natural
from bookcub.importing.sources import Source, read_sources, taken_apart
from bookcub.people.models import Pseud

log = structlog.get_logger("bookcub.importing")

AT_ONCE = 4  # files for one child process: its start costs more than a small file
BROKEN = gettext_noop(
    "Something went wrong while these files were being read. It was not your fault. Try again, or with fewer files."
)
NAME_MAX = 255


def bring_in(  # noqa: PLR0913  # files are brought in with all of these
    *,
    as_pseud: Pseud,
    files: Iterable[File[bytes]],
    joins: bool,
    title: str,
    letters: str = "",
    splits: bool = False,
    files_under: str = "",
) -> Import:
    """Store uploaded files and have them read in the background. PermissionDenied where too many wait already."""
    with transaction.atomic():
        hold(f"imports:{as_pseud.user_id}")
        if not has_room(as_pseud.user):
            raise PermissionDenied(
                gettext(
                    "You already have too many imports waiting for you. Save or discard one of them first."
                )
            )
        made = Import.objects.create(
            person=as_pseud.user,
            pseud=as_pseud,
            joins=joins,
            splits=splits,
            title=title[:NAME_MAX],
            letters=letters,
            files_under=files_under,
        )
    try:
        # Outside of the transaction: nobody shall wait for a slow disk before they may write.
        rows = _store(made, files)
        with transaction.atomic():
            made.file_count = len(ImportedFile.objects.bulk_create(rows))
            made.save(update_fields=["file_count"])
            # After commit: a worker may be quicker than this transaction.
            reading = read_in_background.using(queue_name=heavy_work_of(made.person_id))
            transaction.on_commit(partial(reading.enqueue, made.pk))
    except BaseException:
        made.remove_files()
        made.delete()
        raise
    return made


def read_again(*, part: ImportPart, letters: str) -> Import:
    """Have a part's files read in other letters, as an import of its own; what was understood before is let go."""
    before = part.of_import
    return _read_anew(part, joins=before.joins, splits=before.splits, letters=letters)


def take_apart(*, part: ImportPart) -> Import:
    """Have a part's files read as a work each, in an import of its own; the other parts stay as they are."""
    # Several works cannot share one title.
    return _read_anew(part, joins=False, splits=True, letters=part.of_import.letters, title="")


def put_together(*, made: Import) -> Import:
    """Have all its files read as the chapters of one work, in an import of its own."""
    anew = bring_in(
        as_pseud=made.pseud,
        files=_contents(made.files.select_related("of_import")),
        joins=True,
        title=made.title,
        letters=made.letters,
        files_under=made.files_under,
    )
    made.parts.undecided().give_over_to(anew)
    made.discard()
    return anew


def _read_anew(
    part: ImportPart, *, joins: bool, splits: bool, letters: str, title: str | None = None
) -> Import:
    before = part.of_import
    files = list(before.files.select_related("of_import"))
    own = None if before.joins else _own_file(part, files)
    made = bring_in(
        as_pseud=before.pseud,
        files=_contents(files if own is None else [own]),
        joins=joins,
        splits=splits,
        title=before.title if title is None else title,
        letters=letters,
        files_under=before.files_under,
    )
    if own or before.joins:
        leave_out(part=part, read_anew=made)
    else:
        before.parts.undecided().give_over_to(made)
        before.discard()
    return made


def _own_file(part: ImportPart, files: Iterable[ImportedFile]) -> ImportedFile | None:
    """The file that this part is all of; None where a ZIP gave several works: only all of it can be read again."""
    namesakes = [file for file in files if file.name == part.name]
    parts = list(part.of_import.parts.filter(name=part.name).values_list("number", flat=True))
    # Two files may have one name; parts stand in the order of their files.
    return namesakes[parts.index(part.number)] if len(parts) == len(namesakes) else None


def _contents(files: Iterable[ImportedFile]) -> list[File[bytes]]:
    return [ContentFile(file.path.read_bytes(), file.name) for file in files]


def _store(made: Import, files: Iterable[File[bytes]]) -> list[ImportedFile]:
    # Left by a row that a restored database does not know.
    made.remove_files()
    made.folder.mkdir(mode=0o700, parents=True)
    rows = []
    for number, file in enumerate(files, start=1):
        row = ImportedFile(
            of_import=made, number=number, name=shown_name(file.name), size=file.size or 0
        )
        with row.path.open("xb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        rows.append(row)
    return rows


def shown_name(name: str | None) -> str:
    """The last part of a file's name, as text to show and never as a path."""
    last = (name or "").replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    legible = "".join(sign if sign.isprintable() else " " for sign in last)
    return " ".join(legible.split())[:NAME_MAX] or "–"


@task()
def read_in_background(import_id: int) -> None:
    """Read what somebody brought in; ends by itself if they have discarded it meanwhile."""
    made = Import.objects.select_related("pseud__user").filter(pk=import_id).first()
    if made is None or not made.begin():
        return
    try:
        read_import(made)
    except Exception:
        log.exception("an import could not be read", number=import_id)
        made.fail(BROKEN)


def read_import(made: Import) -> None:
    """Read its files and store what was understood; read again from the beginning after a crash."""
    files = list(made.files.select_related("of_import"))
    if made.joins:
        files = natural(files)
    outcomes: list[ParseResult] = []
    for start in range(0, len(files), AT_ONCE):
        some = files[start : start + AT_ONCE]
        sources = [Source(file.name, file.path) for file in some]
        outcomes += read_sources(sources, letters=made.letters)
        if not made.has_read(min(start + AT_ONCE, len(files))):
            return
    shelf: list[tuple[str, ParseResult]] = []
    for left, file, outcome in zip(range(len(files) - 1, -1, -1), files, outcomes, strict=True):
        works = taken_apart(
            Source(file.name, file.path),
            outcome,
            splits=made.splits,
            room=FILES_MAX - left - len(shelf),
            letters=made.letters,
        )
        shelf += [(shown_name(name), each) for name, each in works]
    names, outcomes = [name for name, _ in shelf], [outcome for _, outcome in shelf]
    if made.joins and len(shelf) > 1:
        outcomes, names = (
            [joined(names, outcomes)],
            [cut_text(", ".join(names), NAME_MAX)],
        )
    _finish(made, names, outcomes)


def _finish(made: Import, names: Sequence[str], outcomes: Sequence[ParseResult]) -> None:
    title = made.title if len(outcomes) == 1 else ""  # several works cannot share one
    parts = [
        _part(made, number, name, outcome, title)
        for number, (name, outcome) in enumerate(zip(names, outcomes, strict=True), start=1)
    ]
    with transaction.atomic():
        wanted = Import.objects.select_for_update().filter(pk=made.pk, state=State.READING)
        if not wanted.update(state=State.READY, read_count=made.file_count):
            return
        made.parts.all().delete()
        ImportPart.objects.bulk_create(parts, batch_size=5)
    made.state = State.READY
    made.end_if_done()


def _part(made: Import, number: int, name: str, outcome: ParseResult, title: str) -> ImportPart:
    part = ImportPart(
        of_import=made, number=number, name=name, outcome=serialisation.dumps(outcome)
    )
    if isinstance(outcome, Refusal):
        part.is_refused = True
        return part
    part.title = cut_text(title or outcome.title, NAME_MAX)
    part.title_is_guess = not title and outcome.title_is_guess
    part.comment_count = len(outcome.comments)
    seen = foreseen(outcome, made, title=title)
    part.foresee(
        updates=seen.updates,
        lacks=seen.lacks,
        credit=seen.credit,
        chapter_count=seen.chapter_count,
        word_count=seen.word_count,
    )
    return part
