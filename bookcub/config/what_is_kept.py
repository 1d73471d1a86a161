"""Print `docs/what-is-kept.md`: `python -m bookcub.config.what_is_kept`."""

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
    django.setup()
    from bookcub.people.what_is_kept import page  # noqa: PLC0415  # models are loaded by now

    sys.stdout.write(page())


if __name__ == "__main__":
    main()
