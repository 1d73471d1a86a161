"""The example in docs/text.md is true."""

import doctest
from pathlib import Path


def test_the_example_in_the_docs_runs() -> None:
    page = Path(__file__).parents[2] / "docs" / "text.md"

    result = doctest.testfile(
        str(page), module_relative=False, encoding="utf-8", optionflags=doctest.NORMALIZE_WHITESPACE
    )

    assert result.attempted > 8
    assert result.failed == 0
