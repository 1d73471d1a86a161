"""Rows for a journey that is about something else, made in a process of their own on the archive's data."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.journeys.house import House

BEGIN = """
import json, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from bookcub.people.models import User
from tests.making import make_club, make_read, make_work
from tests.meetings.room import make_meeting, member, reads_to
"""


def seed(house: House, code: str) -> Any:
    """Run Python on this archive's data; what it leaves in `made` comes back."""
    environment = house.environment() | {"DJANGO_SETTINGS_MODULE": "bookcub.config.settings"}
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", f"{BEGIN}\n{code}\nprint(json.dumps(made))"],
        env=environment | {"BOOKCUB_LOG_LEVEL": "error"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])
