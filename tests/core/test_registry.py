from __future__ import annotations

import pytest

from bookcub.core.registry import AlreadyRegisteredError, Registry


def test_entries_come_in_the_order_of_their_coming() -> None:
    registry: Registry[str] = Registry("words")
    registry.register("of", name="z", owner="works")
    registry.register("weir", name="a", owner="comments")

    assert list(registry) == ["of", "weir"]
    assert registry.names() == ["z", "a"]
    assert (registry["a"], registry.owner_of("a"), len(registry)) == ("weir", "comments", 2)


def test_a_name_that_is_taken_is_refused_and_its_owner_named() -> None:
    registry: Registry[str] = Registry("words")
    registry.register("weir", name="a", owner="comments")

    with pytest.raises(AlreadyRegisteredError, match=r"clubs: 'a' of the words is comments’s"):
        registry.register("moor", name="a", owner="clubs")

    assert list(registry) == ["weir"]


def test_an_entry_may_go_while_all_are_walked() -> None:
    registry: Registry[str] = Registry("words")
    for word in ("weir", "moor"):
        registry.register(word, name=word, owner="tests")

    for word in registry:
        registry.forget(word)
        registry.forget("was never there")

    assert list(registry) == []
