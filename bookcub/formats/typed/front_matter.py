"""What a Markdown file says of itself at its top: YAML, TOML, or pandoc's three % lines.

Of YAML only what people write there is read: keys, plain and quoted values, lists and text blocks.
A full YAML reader would follow aliases, which is how a short file grows to gigabytes.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date

from bookcub.formats.html import cleaning
from bookcub.formats.story.times import read_date

_YAML = re.compile(r"\A---[ \t]*\n((?:(?!---|\.\.\.).*\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TOML = re.compile(r"\A\+\+\+[ \t]*\n((?:(?!\+\+\+).*\n){1,200}?)\+\+\+[ \t]*(?:\n|\Z)")
_PERCENT = re.compile(r"\A(?:%[^\n]*\n){1,3}")
_KEY = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*:(?:\s+(.*))?$")


@dataclass(slots=True)
class FrontMatter:
    """Values by key, all as lists of strings."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def tags(self, *keys: str) -> tuple[str, ...]:
        """The values of the first key that is there; one value may hold several, with commas."""
        for key in keys:
            if found := self.values.get(key):
                parts = found[0].split(",") if len(found) == 1 else found
                cleaned = [cleaning.line(part).lstrip("#") for part in parts]
                return tuple(dict.fromkeys(part for part in cleaned if part))
        return ()

    def text(self, *keys: str) -> str:
        """The value of the first key that is there."""
        return next((" ".join(self.values[key]) for key in keys if key in self.values), "")

    @property
    def title(self) -> str:
        """The title, or ""."""
        return cleaning.line(self.text("title"))

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it."""
        found = self.values.get("author") or self.values.get("authors") or []
        parts = re.split(r";\s*", found[0]) if len(found) == 1 else found
        return tuple(name for name in (cleaning.line(part) for part in parts) if name)

    @property
    def summary(self) -> str:
        """The summary, in Markdown."""
        return self.text("summary", "description", "abstract")

    @property
    def language(self) -> str:
        """The language as written."""
        return cleaning.line(self.text("language", "lang"))

    @property
    def rating(self) -> str:
        """The rating as written."""
        return cleaning.line(self.text("rating"))

    @property
    def published(self) -> date | None:
        """The date, if it is written as 2026-03-07."""
        return read_date(self.text("published", "date"))


def has_any(text: str) -> bool:
    """Tell whether the text begins with front matter."""
    yaml = _YAML.match(text)
    has_keys = yaml is not None and any(_KEY.match(line) for line in yaml[1].splitlines())
    return has_keys or _TOML.match(text) is not None or _PERCENT.match(text) is not None


def read(text: str) -> tuple[FrontMatter, str]:
    """Front matter and the rest of the text."""
    text = text.lstrip("\n")
    if not has_any(text):
        return FrontMatter(), text
    if match := _TOML.match(text):
        return FrontMatter(_toml(match[1])), text[match.end() :]
    if match := _PERCENT.match(text):
        return FrontMatter(_percent(match[0])), text[match.end() :]
    if match := _YAML.match(text):
        return FrontMatter(_yaml(match[1])), text[match.end() :]
    return FrontMatter(), text


def _toml(source: str) -> dict[str, list[str]]:
    try:
        read_values = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {
        key.lower(): [str(item) for item in value] if isinstance(value, list) else [str(value)]
        for key, value in read_values.items()
        if not isinstance(value, dict)
    }


def _percent(source: str) -> dict[str, list[str]]:
    lines = [line[1:].strip() for line in source.splitlines()]
    keys = ("title", "author", "date")
    return {key: [line] for key, line in zip(keys, lines, strict=False) if line}


def _yaml(source: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    key = ""
    is_block = False
    for line in source.splitlines():
        started = None if line[:1] in (" ", "\t", "-") else _KEY.match(line)
        if started:
            key, written = started[1].lower().strip(), (started[2] or "").strip()
            is_block = re.fullmatch(r"[|>][+-]?", written) is not None
            values[key] = [] if is_block or not written else _inline(written)
        elif key and line.strip():
            item = line.strip()
            if item.startswith("- ") and not is_block:
                values[key].append(_unquoted(item[2:].strip()))
            else:
                values[key].append(item)
    return {key: found for key, found in values.items() if found}


def _inline(written: str) -> list[str]:
    if written.startswith("[") and written.endswith("]"):
        parts = re.findall(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[^,\[\]]+', written[1:-1])
        return [_unquoted(part.strip()) for part in parts if part.strip()]
    return [_unquoted(written)]


def _unquoted(value: str) -> str:
    quoted = re.fullmatch(r"([\"'])(.*)\1", value)
    if quoted:
        return quoted[2].replace('\\"', '"').replace("''", "'")
    return value
