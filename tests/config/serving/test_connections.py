"""Connections that take nothing end."""

import socket

import pytest

from bookcub.config.serving.connections import OPEN_FILES, USER_TIMEOUT, let_go_of_the_deaf


@pytest.mark.skipif(
    USER_TIMEOUT is None or not OPEN_FILES.is_dir(), reason="this system has no such clock"
)
def test_what_a_server_accepts_has_a_clock_though_it_shows_nobody_its_sockets() -> None:
    assert USER_TIMEOUT is not None
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert let_go_of_the_deaf(7) >= 1
        with socket.create_connection(server.getsockname()):
            accepted, _ = server.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, USER_TIMEOUT) == 7000
