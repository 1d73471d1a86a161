from bookcub.people.models import User
from bookcub.works.models import Work
from tests.making import make_work


def test_a_guest_sees_a_posted_work_and_no_draft(ada: User, bo: User) -> None:
    posted, draft = make_work(ada), make_work(ada, posted=False)

    assert list(Work.objects.visible_to(bo)) == [posted]
    assert set(Work.objects.visible_to(ada)) == {posted, draft}
