"""What is started ends with whoever started it, even if it cannot end by itself any more."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# Each says that it is ready and then hangs in its own way.
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
# PyDLL keeps the interpreter to itself: no other thread of the process ever runs again.
GREEDY = "print('ready', flush=True); ctypes.PyDLL(None).sleep(60)"
START = "import ctypes, os, signal, time; from bookcub.core.processes import *; "


def is_gone(pid: int, *, within: float = 20) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_process_that_hears_nothing_ends_with_its_parent() -> None:
    child = f"{START} stop_with_parent(parent=os.getppid(), patience=0.2); {DEAF}"
    parent = (
        "import subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=subprocess.PIPE);"
        "child.stdout.readline(); print(child.pid, flush=True); time.sleep(60)"
    )
    run = [sys.executable, "-c", parent, child]
    with subprocess.Popen(run, stdout=subprocess.PIPE) as started:  # noqa: S603  # our own words
        assert started.stdout
        pid = int(started.stdout.readline())
        started.send_signal(signal.SIGKILL)

    assert is_gone(pid)


@pytest.mark.parametrize(
    ("well", "hangs"),
    [("False", DEAF), ("True", GREEDY)],
    ids=["one part hangs", "all of it hangs"],
)
def test_a_process_that_stands_still_ends_and_says_where(well: str, hangs: str) -> None:
    code = f"{START} end_when_stuck(lambda: {well}, patience=0.2, every=0.1); {hangs}"
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False
    )

    assert done.returncode != 0
    assert "most recent call first" in done.stderr
