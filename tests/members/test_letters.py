"""The letters of the ground floor: to whom, what they say, and that each is sent once."""

import pytest

from members.admission import admit, decline
from members.models import OutgoingMail, Role
from members.people import join
from members.signing import accept_charter
from members.standing import reinstate, suspend
from tests.members.test_admission import admitted, waiting

pytestmark = pytest.mark.django_db


def test_the_people_of_a_new_member_are_welcomed(nora, abel, northfork, ada):
    application = waiting(nora)
    join(application.organization, person=abel, role=Role.READER, actor=nora)
    admit(application, actor=ada)
    mails = OutgoingMail.objects.filter(kind="admitted").order_by("recipient")
    assert [mail.recipient for mail in mails] == ["abel@example.org", "nora@example.org"]
    assert mails[0].subject == "Harbor Clinic is a member of the coalition"
    for part in (mails[0].text, mails[0].html):
        assert "http://localhost:8000/organizations/harbor-clinic/" in part
        assert "http://localhost:8000/workgroups/" in part


def test_admission_at_once_welcomes_too(nora):
    admitted(nora)
    assert OutgoingMail.objects.filter(kind="admitted").count() == 1


def test_a_declined_applicant_gets_the_reason_as_it_was_written(nora, ada):
    decline(waiting(nora), actor=ada, reason='Your "clinic" & shop sells <things>.')
    mail = OutgoingMail.objects.get(kind="declined")
    assert mail.recipient == "nora@example.org"
    assert 'Your "clinic" & shop sells <things>.' in mail.text
    assert "<things>" not in mail.html
    assert "&lt;things&gt;" in mail.html
    assert "http://localhost:8000/apply/" in mail.text


def test_the_receipt_carries_all_that_was_signed(rita, lakeview):
    acceptance = accept_charter(lakeview, actor=rita, authority="Chief executive")
    mail = OutgoingMail.objects.get(kind="receipt")
    assert mail.subject == "Receipt: Lakeview Health accepted the charter, version 1"
    for said in (
        acceptance.receipt,
        acceptance.text_sha256,
        "Rita, Chief executive",
        f"http://localhost:8000/receipts/{acceptance.receipt}/",
        acceptance.charter.text.strip(),
    ):
        assert said in mail.text
    assert acceptance.receipt in mail.html


def test_a_suspended_member_gets_the_reason_and_then_the_good_news(rita, reed, ada, lakeview):
    suspend(lakeview, actor=ada, reason="Sold what it was given.")
    suspended = OutgoingMail.objects.filter(kind="standing")
    assert {mail.recipient for mail in suspended} == {"rita@example.org", "reed@example.org"}
    assert suspended[0].subject == "Lakeview Health was suspended"
    assert "Sold what it was given." in suspended[0].text
    reinstate(lakeview, actor=ada)
    assert OutgoingMail.objects.filter(subject="Lakeview Health is a member of the coalition again").count() == 2
