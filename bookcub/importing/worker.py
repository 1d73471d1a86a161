"""What runs in the sandboxed child: limits first, then one line of JSON for each numbered file.

Started by `bookcub.importing.sandbox` as a script, with the folder that holds the `bookcub` package
and the names of files in the current folder as its arguments.
"""

import ctypes
import resource
import sys
from pathlib import Path

MEMORY = 200 * 1024 * 1024
CPU_SECONDS = 8
FILE_SIZE = 64 * 1024 * 1024
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def main(root: str, numbers: list[str]) -> None:
    """Describe the numbered files of the current folder on standard output."""
    _limit()
    sys.path.insert(0, root)
    # Only now: the path had to be set, and importing is itself under the limits.
    from bookcub.formats.story import serialisation  # noqa: PLC0415 - see above
    from bookcub.formats.table import describe  # noqa: PLC0415 - see above

    for number in numbers:
        _allow_processor_time()
        outcome = describe(Path(number).read_bytes())
        sys.stdout.write(serialisation.dumps(outcome) + "\n")
        sys.stdout.flush()


def _limit() -> None:
    """Take away the network, where the system allows, and bound memory and files."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)  # refused in some containers: fine
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    # Data, not address space: pandoc's runtime reserves a terabyte that it never touches.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _allow_processor_time() -> None:
    """Give each file its own seconds; the system kills the process when they are over."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
