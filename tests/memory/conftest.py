"""The club, the read and the letters of tests/meetings."""

from tests.meetings.conftest import _letters_go_at_once, club, committing, pair, read

__all__ = ["_letters_go_at_once", "club", "committing", "pair", "read"]
