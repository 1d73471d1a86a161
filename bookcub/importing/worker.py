"""What runs in the sandboxed child: limits first, then one line of JSON for each numbered file.

Started by `bookcub.importing.sandbox` as a script, with the folder that holds the `bookcub` package,
what is to be read and the names of files in the current folder as its arguments.
"""

import ctypes
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

MEMORY = 200 * 1024 * 1024
#: A club's file is checked as a whole, so all of it is in memory at once.
CLUB_MEMORY = 400 * 1024 * 1024
CPU_SECONDS = 8
NICE = 10  # as `core.processes` has it: a tenth of a processor that others want
FILE_SIZE = 64 * 1024 * 1024
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def main(root: str, what: str, numbers: list[str]) -> None:
    """Say of each numbered file of the current folder what is in it, on standard output."""
    _limit(CLUB_MEMORY if what == "club" else MEMORY)
    sys.path.insert(0, root)
    read = {"club": _club, "members": _members}.get(what, partial(_story, what))()
    for number in numbers:
        _allow_processor_time()
        try:
            line = read(Path(number).read_bytes())
        except MemoryError:
            line = json.dumps({"kind": "memory"})
        except Exception as error:  # noqa: BLE001  # it is told apart from a file that took too long
            line = json.dumps({"kind": "fell", "value": _where(error)})
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _story(letters: str) -> Callable[[bytes], str]:
    """Describe a story; `letters` is the encoding that its owner says it has, or "story"."""
    # Only now: the path had to be set, and importing is itself under the limits.
    from bookcub.formats.story import serialisation  # noqa: PLC0415 - see above
    from bookcub.formats.table import describe  # noqa: PLC0415 - see above

    def read(content: bytes) -> str:
        return serialisation.dumps(describe(content, letters="" if letters == "story" else letters))

    return read


def _club() -> Callable[[bytes], str]:
    """Check a club's file; what it says, written anew, or what is wrong with it."""
    from bookcub.formats.club_file.reading import MisfitError  # noqa: PLC0415 - as above
    from bookcub.importing.club_archive import written_anew  # noqa: PLC0415 - as above

    def read(content: bytes) -> str:
        try:
            return json.dumps({"kind": "club", "value": written_anew(content)})
        except MisfitError as error:
            return json.dumps({"kind": "misfit", "value": [error.place, error.why]})

    return read


def _members() -> Callable[[bytes], str]:
    """Lay the files of a ZIP that may be stories into the current folder, numbered; their names."""
    from bookcub.formats.story.parsed import SourceRefusedError  # noqa: PLC0415 - as above
    from bookcub.formats.zip.chapters import opened  # noqa: PLC0415 - as above

    def read(content: bytes) -> str:
        try:
            archive, names = opened(content)
            for number, name in enumerate(names):
                Path(f"member-{number}").write_bytes(archive.read(name))
        except SourceRefusedError:
            names = []
        return json.dumps({"kind": "members", "value": names})

    return read


def _where(error: Exception) -> str:
    """What broke, and in which line: no word of the file."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"


def _limit(memory: int = MEMORY) -> None:
    """Give way to those who read, take away the network, where the system allows, and bound memory and files."""
    os.nice(max(0, NICE - os.nice(0)))
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)  # refused in some containers: fine
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    # Data, not address space: pandoc's runtime reserves a terabyte that it never touches.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _allow_processor_time() -> None:
    """Give each file its own seconds; the system kills the process when they are over."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
