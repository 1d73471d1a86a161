"""The shell learns who asked, of pages that know it anyway."""

import pytest

from bookcub.config.middleware.asking import PERSON
from bookcub.people.models import User
from tests.browsing import Client
from tests.conftest import PASSWORD

NOBODY_LOOKED = "nobody looked"


def told(client: Client, method: str, path: str, **fields: str) -> object:
    answer = getattr(client, method)(path, fields)
    return answer.wsgi_request.META.get(PERSON, NOBODY_LOOKED)


@pytest.mark.django_db
def test_who_asked_is_told_as_the_session_had_it_when_the_request_came(ada: User) -> None:
    client = Client()
    client.get("/users/login")
    seen = [
        told(client, "post", "/users/login", name="Ada", password=PASSWORD),
        told(client, "get", "/desk"),
        told(client, "post", "/users/logout"),
        told(client, "get", "/desk"),
    ]

    assert seen == [None, ada.pk, None, None]
