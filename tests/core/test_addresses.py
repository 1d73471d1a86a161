import pytest

from bookcub.core.addresses import home_of, is_private, requester_address


@pytest.mark.parametrize(
    ("forwarded_for", "proxies", "seen"),
    [
        ("9.9.9.9", 0, "10.0.0.1"),
        ("9.9.9.9", 1, "9.9.9.9"),
        ("1.1.1.1, 9.9.9.9", 1, "9.9.9.9"),
        ("1.1.1.1, 9.9.9.9", 2, "1.1.1.1"),
        ("9.9.9.9", 2, "10.0.0.1"),
        ("9.9.9.9:5001", 1, "9.9.9.9"),
        ("[2001:db8::1]:443", 1, "2001:db8::1"),
        ("[2001:db8::1]", 1, "2001:db8::1"),
        ("2001:DB8:0::1", 1, "2001:db8::1"),
        ('"[2001:db8::1]:443"', 1, "2001:db8::1"),
        ("::ffff:9.9.9.9", 1, "9.9.9.9"),
        ("unknown", 1, "10.0.0.1"),
        ("9.9.9.9.9", 1, "10.0.0.1"),
        ("", 1, "10.0.0.1"),
        ("9.9.9.9, ", 1, "10.0.0.1"),
    ],
)
def test_an_address_is_what_our_own_proxies_saw_and_else_the_peers(
    forwarded_for: str, proxies: int, seen: str
) -> None:
    assert requester_address("10.0.0.1", forwarded_for, proxies) == seen


def test_a_household_counts_as_one() -> None:
    assert home_of("2001:db8:1:2::5") == home_of("2001:db8:1:2:ffff::1")
    assert home_of("2001:db8:1:2::5") != home_of("2001:db8:1:3::5")
    assert home_of("9.9.9.9") != home_of("9.9.9.8")
    assert home_of("no address") == "no address"


@pytest.mark.parametrize(
    ("address", "private"),
    [("127.0.0.1", True), ("172.17.0.2", True), ("::1", True), ("", True), ("9.9.9.9", False)],
)
def test_a_proxy_of_our_own_stands_on_a_private_network(address: str, *, private: bool) -> None:
    assert is_private(address) is private
