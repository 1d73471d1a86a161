"""Whatever bytes come: an outcome that can be written down and read back, never an exception."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.formats.story import serialisation
from bookcub.formats.table import describe
from tests.extent import often
from tests.formats.converting import book
from tests.formats.making import comment, download, epub, gutenberg_text, otw_page, thread
from tests.formats.test_pasted_text import RICH

QUICK = settings(
    max_examples=often(60),
    deadline=None,
    # Their example takes long on a busy machine, and none of it is generated data's fault.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
WHOLE = [
    otw_page(comments=thread(comment(1, "bo", "Hm"))),
    download().encode(),
    book("chapters"),
    epub([("a.xhtml", "<body><p>It rained.</p></body>")], navigation=[("a.xhtml", "Rain")]),
    gutenberg_text("Chapter 1\n\nIt rained.").encode(),
    RICH.encode(),
    b"---\ntitle: T\n---\n# Rain\n\nIt *rained*.[^1]\n\n[^1]: Hard.\n",
]
PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "<b>",
        "</i>",
        "<table>",
        "<li>",
        "<ol>",
        "<h2>Chapter",
        "1</h2>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&",
        "&#0;",
        "\x00",
        "<script>",
        "</script>",
        "<a",
        "href='#fn'>",
        "***",
        "_a_",
        "#",
        "```",
        "[^1]",
        "[^1]:",
        "|",
        "---",
        "+++",
        "%",
        "Chapter",
        "II.",
        "III",
        "4.",
        "Work",
        "Text:",
        "Chapter",
        "Text",
        "Comment",
        "Actions",
        "(Guest)",
        "<svg>",
        "<math>",
        "<template>",
        "<frameset>",
        "<select>",
        "\u202e",
        "字",
        "ก",
        "é",
        "\ufeff",
    ]
)


def outcome_survives(content: bytes) -> None:
    outcome = describe(content)
    assert serialisation.loads(serialisation.dumps(outcome)) == outcome


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    outcome_survives(content)


@QUICK
@given(st.lists(PIECES | st.text(max_size=8) | st.just("\n"), max_size=40), st.booleans())
def test_any_mixture_of_markup_and_words(pieces: list[str], is_page: bool) -> None:
    text = ("<html>" if is_page else "") + "".join(pieces)
    outcome_survives(text.encode("utf-8", "surrogatepass"))


@QUICK
@given(st.sampled_from(WHOLE), st.data())
def test_any_damage_to_a_good_file(content: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 200))
    outcome_survives(
        content[:start] + data.draw(st.binary(max_size=30)) + content[start + length :]
    )
