"""The demo stories, and `bookcub demo`, which fills an archive with them."""

from bookcub.home.demo.command import add_arguments, run

__all__ = ["add_arguments", "run"]
