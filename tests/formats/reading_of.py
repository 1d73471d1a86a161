"""Short ways to read one source in the tests."""

from bookcub.formats.story.parsed import ParsedWork, Refusal
from bookcub.formats.table import describe
from bookcub.importing.sources import Source, read_sources


def work_of(content: bytes | str) -> ParsedWork:
    outcome = describe(content.encode() if isinstance(content, str) else content)
    assert isinstance(outcome, ParsedWork), outcome
    return outcome


def refusal_of(content: bytes | str) -> Refusal:
    outcome = describe(content.encode() if isinstance(content, str) else content)
    assert isinstance(outcome, Refusal), outcome.title
    assert outcome.sentence.endswith(".")
    assert outcome.what_to_do.endswith(".")
    return outcome


def sandboxed(content: bytes) -> ParsedWork:
    """For formats that start pandoc, which wants the private folder of the child."""
    [outcome] = read_sources([Source("source", content)])
    assert isinstance(outcome, ParsedWork), outcome
    return outcome


def sandboxed_refusal(content: bytes) -> Refusal:
    [outcome] = read_sources([Source("source", content)])
    assert isinstance(outcome, Refusal), outcome.title
    return outcome
