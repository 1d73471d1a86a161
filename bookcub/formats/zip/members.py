"""ZIP files from strangers, read member by member in memory and never unpacked to disk."""

import io
import lzma
import stat
import zipfile
import zlib

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.story import refusals
from bookcub.formats.story.parsed import SourceRefusedError

MAX_MEMBERS = 5000
MAX_MEMBER = 30 * 1024 * 1024
MAX_TOTAL = 90 * 1024 * 1024
MAX_CLAIMED = 1024 * 1024 * 1024
#: Prose shrinks to a quarter, the dullest markup to a fiftieth.
MAX_RATIO = 200
_RATIO_FROM = 1024 * 1024
_CHUNK = 1 << 18
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, IndexError, KeyError,
)  # fmt: skip


class ZipArchive:
    """A ZIP that passed inspection. Raises RefusedError for what is broken or made to do harm."""

    def __init__(self, content: bytes, what: str) -> None:
        """Open and inspect; `what` names the kind of file in refusals ("EPUB file")."""
        self._what = what
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except _BROKEN as error:
            raise SourceRefusedError.of(refusals.damaged(what)) from error
        _inspect(members, len(content))
        self._members = {member.filename: member for member in members if not member.is_dir()}

    @property
    def names(self) -> list[str]:
        """The members' names, in the order of the file."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a member of this name."""
        return name in self._members

    def read(self, name: str) -> bytes:
        """A member's bytes. Counts what really comes out, whatever the headers claim."""
        member = self._members[name]
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    self._read += len(piece)
                    _check(size, member.compress_size, self._read)
                    pieces.append(piece)
        except _BROKEN as error:
            raise SourceRefusedError.of(refusals.damaged(self._what)) from error
        return b"".join(pieces)


def member_names(content: bytes) -> frozenset[str]:
    """The names in a ZIP, for recognising it; empty if it is none or broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return frozenset(opened.namelist()[:MAX_MEMBERS])
    except _BROKEN:
        return frozenset()


def _inspect(members: list[zipfile.ZipInfo], length: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise SourceRefusedError.of(
            refusals.unsafe(
                gettext_noop(
                    "This file holds more files than any story needs, so it was not opened."
                )
            )
        )
    if sum(member.file_size for member in members) > MAX_CLAIMED:
        raise SourceRefusedError.of(
            refusals.unsafe(
                gettext_noop(
                    "This file would unpack to far more than a story, so it was not opened."
                )
            )
        )
    for member in members:
        name = member.filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise SourceRefusedError.of(
                refusals.unsafe(
                    gettext_noop(
                        "This file holds names that point outside of it, so it was not opened."
                    )
                )
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise SourceRefusedError.of(
                refusals.unsafe(
                    gettext_noop("This file holds links to other files, so it was not opened.")
                )
            )
        if member.flag_bits & 0x1:
            raise SourceRefusedError(
                "locked",
                gettext_noop("This file is locked with a password."),
                gettext_noop("Unpack it yourself and import what is in it."),
            )
    _refuse_overlaps(members, length)


def _refuse_overlaps(members: list[zipfile.ZipInfo], length: int) -> None:
    """Members that share their bytes are how small bombs unpack to petabytes."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end or member.header_offset > length:
            raise SourceRefusedError.of(
                refusals.unsafe(
                    gettext_noop("This file holds files that overlap, so it was not opened.")
                )
            )
        end = member.header_offset + 30 + member.compress_size


def _check(size: int, compressed: int, total: int) -> None:
    is_bomb = size > _RATIO_FROM and size > max(compressed, 1) * MAX_RATIO
    if is_bomb or size > MAX_MEMBER or total > MAX_TOTAL:
        raise SourceRefusedError.of(
            refusals.unsafe(
                gettext_noop(
                    "This file would unpack to far more than a story, so it was not opened."
                )
            )
        )
