"""Print `docs/what-is-kept.md`: `python -m bookcub.config.print_inventory`."""

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
    django.setup()
    from bookcub.people.inventory.markdown import page  # noqa: PLC0415  # models are loaded by now

    sys.stdout.write(page())


if __name__ == "__main__":
    main()
