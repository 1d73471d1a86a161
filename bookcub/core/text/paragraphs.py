"""Make paragraphs of what people type: HTML, Markdown or bare text. No word that was typed is left out."""

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token as MarkdownToken
from markdown_it.utils import OptionsDict

from bookcub.core.text.characters import legible
from bookcub.core.text.normalising import ENDS_PARAGRAPH
from bookcub.core.text.sanitising import ELEMENTS, MEDIA
from bookcub.core.text.tokens import RAW_TEXT, VOID, Token, listed, tokens, value

_BLOCKS = ENDS_PARAGRAPH | listed(
    "article aside body footer form header html iframe main nav section table tbody td "
    "tfoot th thead tr caption col colgroup audio video"
)
# Inside these, newlines mean nothing or are kept as they are.
_LEFT_ALONE = listed(
    "dl figure iframe ol pre table ul audio video p h1 h2 h3 h4 h5 h6 script style"
)
# Whatever else stands in angle brackets is not markup but words: <grins>.
_TAGS = (
    _BLOCKS | ELEMENTS | MEDIA | RAW_TEXT | VOID
    | listed(
        "base bdi bdo blink button canvas data datalist dialog dir fieldset font frameset head legend label map mark "
        "marquee math menu meter nobr noscript object optgroup option output picture progress rb rtc search select "
        "slot strike svg template time wbr"
    )
)  # fmt: skip
_LONGEST_ORNAMENT = 80
# Rendering takes up to 50 µs of CPU for each sign that may be markup, whatever it turns out to be.
_MOST_SIGNS = 40_000
_MOST_TAGS = 40_000
_SIGNS = "[[[[]!*_`~<|&\\\n"  # a bracket takes as long as four others: a link might begin at it
# Deeper than this nobody quotes; a renderer leaves out what stands too deep.
_DEEPEST, _NESTED = 8, 30
_MARKERS = re.compile(
    r"(?:[ \t]{0,3}(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))[ \t]?)" + f"{{{_DEEPEST}}}"
)
_TABLE_RULE = re.compile(r"[ \t]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")
_SCENE_BREAK = re.compile(
    r"[ \t\xa0]*(?:(?:\*[ \t\xa0]*)+|(?:[-_\u2013\u2014][ \t\xa0]*){3,}|(?:~[ \t\xa0]*){3,}|"
    r"(?:#[ \t\xa0]*)+|(?:\u2042[ \t\xa0]*)+|(?:=[ \t\xa0]*){3,}|(?:\u2022[ \t\xa0]*)+|"
    r"(?:[ox][ \t\xa0]+){2,}[ox][ \t\xa0]*)",
    re.IGNORECASE,
)

# What is typed before and after what stands in an element.
_TYPED = {"p": ("", "\n\n"), "br": ("\n", ""), "em": ("*", "*"), "strong": ("**", "**")}


def html_from_typed(text: str) -> str:
    """The paragraphs that a person meant in a plain field; the answer is **not** yet sanitised.

    With a block element in it the text is HTML: loose text becomes paragraphs, a newline a
    ``<br>``, a blank line a new paragraph. Without one it is Markdown (CommonMark 0.31 with
    strikethrough and tables; inline elements stay). In both, a line of stars, dashes or the like
    is a scene break, ``<hr>``, and a tag that HTML does not know is shown as it was typed. A text
    that is_too_costly is taken for bare text.
    """
    text = legible(text)
    if is_too_costly(text):
        return html_from_plain(text)
    if any(token.kind == "open" and token.name in _BLOCKS for token in tokens(text)):
        return _with_paragraphs(text)
    return _from_markdown(text)


def typed_from_html(html: str) -> str | None:
    """What a person may have typed to get these paragraphs, as Markdown; None where more than emphasis stands in them.

    It may say something else (a star that was a star is emphasis now): compare what html_from_typed makes of it.
    """
    parts: list[str] = []
    for token in tokens(html):
        if token.kind == "text":
            parts.append(value(token.text).strip("\n"))
        elif token.name in _TYPED and not token.text:
            parts.append(_TYPED[token.name][token.kind == "close"])
        else:
            return None
    return "".join(parts).strip()


def is_too_costly(text: str) -> bool:
    """Whether a text has more signs that may be markup than a book of this length needs: it would hold others up."""
    return text.count("<") > _MOST_TAGS or (
        # HTML is read in one pass; Markdown looks at each sign, and what comes of it, again and again.
        sum(map(text.count, _SIGNS)) > _MOST_SIGNS
        and not any(token.kind == "open" and token.name in _BLOCKS for token in tokens(text))
    )


def html_from_plain(text: str) -> str:
    """Paragraphs of bare text, in which nothing is markup: what was typed is what is shown.

    Blank lines part paragraphs, a newline is a ``<br>``, a line of stars or the like ``<hr>``.
    """
    return _paragraphs(escape(legible(text), quote=False))


def html_from_line(text: str) -> str:
    """Markdown of which only emphasis and line breaks count: all else is shown as it was typed. The answer is safe HTML."""
    return str(_emphasis().renderInline(legible(text).strip()))


@cache
def _emphasis() -> MarkdownIt:
    # Of the preset without any rule: no links, no pictures, no HTML.
    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(
        ["emphasis", "strikethrough", "newline", "escape"]
    )


def is_scene_break(line: str) -> bool:
    """Whether a line of text is only an ornament between two scenes."""
    return len(line) < _LONGEST_ORNAMENT and _SCENE_BREAK.fullmatch(line) is not None


def _paragraphs(markup: str) -> str:
    """Paragraphs from inline markup: blank lines part them, newlines become <br>."""
    made: list[str] = []
    for part in _BLANK_LINES.split(markup.strip("\n")):
        lines: list[str] = []
        for line in (written.strip(" \t") for written in part.strip("\n").split("\n")):
            if is_scene_break(line):
                _end_paragraph(made, lines)
                made.append("<hr>")
            else:
                lines.append(line)
        _end_paragraph(made, lines)
    # Formatting that goes on from one paragraph to the next must not enclose white space.
    return ("" if "<" in markup else "\n").join(made)


def _end_paragraph(made: list[str], lines: list[str]) -> None:
    if any(line.strip(" \t\xa0") for line in lines):
        made.append("<p>" + "<br>\n".join(lines) + "</p>")
    lines.clear()


def _with_paragraphs(text: str) -> str:
    out: list[str] = []
    loose: list[str] = []
    quiet = 0
    for token in tokens(text):
        is_block = token.kind in ("open", "close") and token.name in _BLOCKS
        if not is_block and not quiet and token.kind != "raw":
            loose.append(_source(token))
            continue
        _flush(out, loose)
        out.append(_source(token))
        if token.name in _LEFT_ALONE and token.name not in VOID:
            quiet = max(
                0, quiet + (1 if token.kind == "open" else -1 if token.kind == "close" else 0)
            )
    _flush(out, loose)
    return "".join(out)


def _flush(out: list[str], loose: list[str]) -> None:
    if loose:
        markup = "".join(loose)
        out.append(_paragraphs(markup) if markup.strip() else markup)
        loose.clear()


def _source(token: Token) -> str:
    if token.kind in ("open", "close") and not _is_tag(token.name):
        slash = "/" if token.kind == "close" else ""
        return escape(f"<{slash}{token.name}{token.text}>", quote=False)
    if token.kind == "open":
        return f"<{token.name}{token.text}>"
    if token.kind == "close":
        return f"</{token.name}>"
    return token.text


def _is_tag(name: str) -> bool:
    return name in _TAGS or ":" in name  # Word's own: o:p


@cache
def _markdown() -> MarkdownIt:
    # Indented code is off: people indent the first lines of paragraphs. So are definitions of links:
    # "[Ada]: Hello" would be one, and be gone.
    renderer = (
        MarkdownIt("commonmark", {"html": True, "breaks": True, "maxNesting": _NESTED})
        .enable(["strikethrough", "table"])
        .disable(["code", "lheading", "html_block", "reference"])
    )
    renderer.core.ruler.push("numbers", keep_numbers)
    renderer.add_render_rule("html_inline", _inline_tag)
    renderer.add_render_rule("fence", _fence)
    return renderer


def keep_numbers(state: StateCore) -> None:
    """Items keep the numbers that were typed, unless all say the same: then they want to be counted."""
    counts: list[
        tuple[int, int]
    ] = []  # of each list that is open: its first number, and the next to come
    for token in state.tokens:
        if token.type == "ordered_list_open":
            first = int(token.attrGet("start") or 1) if token.attrGet("start") != 0 else 0
            counts.append((first, first))
        elif token.type == "bullet_list_open":
            counts.append((-1, -1))
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            counts.pop()
        elif token.type == "list_item_open" and token.info.isdecimal():
            (first, due), typed = counts[-1], int(token.info)
            if typed not in {first, due}:
                token.attrSet("value", str(typed))
                due = typed
            counts[-1] = (first, due + 1)


def _inline_tag(
    _renderer: RendererHTML,
    tokens_: Sequence[MarkdownToken],
    at: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    content = tokens_[at].content
    found = [token for token in tokens(content) if token.kind in ("open", "close")]
    return content if all(_is_tag(token.name) for token in found) else escape(content, quote=False)


def _fence(
    _renderer: RendererHTML,
    tokens_: Sequence[MarkdownToken],
    at: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    """What stands beside the opening ticks is said, too: nobody here writes programs."""
    token = tokens_[at]
    beside = f"{token.info.strip()}\n" if token.info.strip() else ""
    return f"<pre><code>{escape(beside + token.content, quote=False)}</code></pre>\n"


def _from_markdown(text: str) -> str:
    return str(_markdown().render("\n".join(_prepared(text.split("\n"))))).strip()


def _prepared(lines: list[str]) -> list[str]:
    """The lines as the renderer has to see them, so that it leaves nothing out."""
    made: list[str] = []
    columns = 0
    for line in lines:
        if is_scene_break(line):
            made.append("\n***\n")
            continue
        columns = _columns(line, made[-1] if made else "", columns)
        if columns and _cells(line) > columns:
            line = _CELL_BORDER.sub(r"\\|", line)  # noqa: PLW2901  # a row with a cell too many is one cell
        made.append(_shallow(line.lstrip(" \t\xa0\u3000") if _is_indented(line) else line))
    return made


def _columns(line: str, before: str, columns: int) -> int:
    """How many columns the table has that this line belongs to; 0 outside of tables."""
    if _TABLE_RULE.fullmatch(line) and "|" in line + before:
        return _cells(line)
    return columns if line.strip() else 0


def _cells(line: str) -> int:
    row = line.strip(" \t").removeprefix("|")
    return len(_CELL_BORDER.findall(row.removesuffix("|") if not row.endswith("\\|") else row)) + 1


def _shallow(line: str) -> str:
    """The line, in which no marker begins a fence of tildes or goes deeper than anybody quotes."""
    if line.lstrip(" ").startswith("~~~"):
        at = line.index("~")
    elif (markers := _MARKERS.match(line)) and markers.end() < len(line):
        at = markers.end()
    else:
        return line
    return f"{line[:at]}&#{ord(line[at])};{line[at + 1 :]}"


def _is_indented(line: str) -> bool:
    return line[:1] in "\t\u3000" or line.startswith("    ")
