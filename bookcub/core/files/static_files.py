"""Static files under names that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import HashedFilesMixin, StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = [
    name.removeprefix("bookcub.") for name in settings.INSTALLED_APPS if name.startswith("bookcub.")
]
# Django offers these for all files or none.
MODULE_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]  # noqa: SLF001

# The sheets that import others into layers; each is served as one file.
GATHERED = ("web/css/app.css",)
IMPORT = re.compile(r'^@import url\("([^"]+)"\) layer\(([\w.-]+)\);$', re.MULTILINE)
ADDRESS = re.compile(r'url\("(?!data:|/|https?:)([^"]+)"\)')


def gather(name: str, read: Callable[[str], str]) -> str:
    """Return a style sheet with what it imports in place, addresses made relative to it.

    `read` gives the text of a sheet by its name. Only `@import url("…") layer(…);` on a line of
    its own is understood, one level deep.
    """
    home = posixpath.dirname(name)

    def put_in_place(found: re.Match[str]) -> str:
        sheet = posixpath.normpath(posixpath.join(home, found[1]))
        there = posixpath.dirname(sheet)
        text = ADDRESS.sub(
            lambda a: f'url("{posixpath.relpath(posixpath.join(there, a[1]), home)}")', read(sheet)
        )
        return f"@layer {found[2]} {{\n{text}\n}}"

    return IMPORT.sub(put_in_place, read(name))


class BuiltStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Gathered, hashed and compressed; our own modules are rewritten to import each other's hashed names.

    A module names another by its relative path and ends the line with a semicolon:
    `import { place } from "./place.js";`. Libraries are left alone: what looks like an import in them is seldom one.
    """

    manifest_strict = True
    patterns = (
        # Addresses and imports, but no source maps: those are not shipped.
        ("*.css", HashedFilesMixin.patterns[0][1][:2]),
        *((f"{package}/js/*.js", MODULE_IMPORTS) for package in OURS),
    )

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002  # Django's signature
        **options: Any,
    ) -> Iterator[Any]:
        """Put imported style sheets in place before names are hashed: one request in place of fifty."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        for name in GATHERED:
            if name in paths and not dry_run:
                text = gather(name, read)
                # The plain storage's own saving: under the plain name, not yet a hashed one.
                StaticFilesStorage.delete(self, name)
                StaticFilesStorage.save(self, name, ContentFile(text.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
