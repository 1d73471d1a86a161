"""What was said and given under the demo's works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bookcub.home.demo.texts import WorkText
from bookcub.people.models import Pseud
from bookcub.works.models import Work


def speak(text: WorkText, work: Work, *, pseuds: Mapping[str, Pseud], at: datetime) -> None:
    """Let the conversation and the applause under a work happen."""
