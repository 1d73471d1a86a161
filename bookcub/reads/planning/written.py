"""What moved in a plan and why, as plain values: the way a row and the file of a club keep it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bookcub.reads.planning.book import Unit
from bookcub.reads.planning.change_reasons import ChangeReason
from bookcub.reads.planning.change_summary import PlanMove


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One change of a plan; `unit` is what its places count."""

    unit: Unit
    reasons: tuple[ChangeReason, ...] = ()
    moves: tuple[PlanMove, ...] = ()


def write(facts: ChangeFacts) -> dict[str, Any]:
    """As values that JSON knows."""
    return dict(msgspec.to_builtins(facts))


def read(written: Mapping[str, Any]) -> ChangeFacts:
    """What `write` wrote. Raises ValueError for anything else."""
    return msgspec.convert(written, ChangeFacts)
