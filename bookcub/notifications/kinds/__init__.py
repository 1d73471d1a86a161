"""What people are told of: one class a kind. Every module beside this one is read when the program starts."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from bookcub.notifications.kinds.base import KINDS

__all__ = ["KINDS"]

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
