"""Inviting people: who may, to what, and every way in which an invitation must not be used."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members import inviting
from members.addresses import one_spelling
from members.inviting import Guest, accept, decline, find, invite, invite_many, resend, revoke
from members.models import Activity, Invitation, InvitationStatus, Notice, OutgoingMail, Role
from members.people import join, leave
from members.standing import leave_coalition
from tests.conftest import make_person

pytestmark = pytest.mark.django_db

MINA = "mina@lakeviewhealth.org"


def token_in(mail: OutgoingMail) -> str:
    return mail.text.partition("/invitations/")[2].partition("/")[0]


def token_of(invitation: Invitation) -> str:
    return token_in(OutgoingMail.objects.get(dedup=f"invitation:{invitation.pk}:{invitation.letters}"))


@pytest.fixture
def mina(db):
    person = make_person("mina")
    EmailAddress.objects.create(user=person, email=MINA, verified=True)
    return person


@pytest.fixture
def invitation(rita, lakeview):
    return invite(lakeview, guest=Guest(MINA, Role.CONTRIBUTOR, "Mina Roy"), actor=rita)


def test_the_letter_says_who_invites_to_what_until_when(invitation):
    letter = OutgoingMail.objects.get()
    assert letter.recipient == MINA
    assert letter.subject == "Rita invites you to Lakeview Health in the coalition"
    for words in ("as a contributor", "Until:", "a representative of Lakeview Health", f"It is for {MINA} alone"):
        assert words in letter.text
    assert "Read the invitation" in letter.html
    assert Activity.objects.get().sentence == "Rita invited somebody to Lakeview Health"


def test_only_the_hash_of_the_token_is_kept(invitation):
    token = token_of(invitation)
    assert len(token) >= 43
    assert token not in str(Invitation.objects.values().get())
    assert find(token) == invitation


def test_nobody_but_representatives_and_admins_invites(carl, reed, olga, nora, cora, ada, lakeview):
    for person in (carl, reed, olga, nora, cora):
        with pytest.raises(NotAllowed):
            invite(lakeview, guest=Guest(MINA, Role.READER), actor=person)
    assert invite(lakeview, guest=Guest(MINA, Role.READER), actor=ada).status == InvitationStatus.OPEN


@pytest.mark.parametrize(
    "email", ["", "mina", "mina@", "@b.org", "mina@b", "mína@b.org", "a b@c.org", "x@" + "a" * 70 + ".org"]
)
def test_an_address_has_to_be_one(rita, lakeview, email):
    with pytest.raises(Invalid, match="not an e-mail address"):
        invite(lakeview, guest=Guest(email, Role.READER), actor=rita)


@pytest.mark.parametrize("role", ["", "admin", "coordinator", "Representative"])
def test_a_role_is_one_of_three(rita, lakeview, role):
    with pytest.raises(Invalid, match="Choose a role"):
        invite(lakeview, guest=Guest(MINA, role), actor=rita)


def test_one_address_has_one_open_invitation_whatever_its_case(invitation, rita, lakeview):
    with pytest.raises(Conflict, match="open already"):
        invite(lakeview, guest=Guest(" MINA@LakeViewHealth.ORG ", Role.READER), actor=rita)
    copy = Invitation.objects.values().get() | {"id": None, "token_sha256": "0" * 64, "email": MINA}
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(**copy)


def test_who_belongs_already_is_not_invited(rita, carl, lakeview):
    with pytest.raises(Conflict, match="belongs to your organization"):
        invite(lakeview, guest=Guest(carl.email.upper(), Role.READER), actor=rita)


def test_nobody_is_invited_to_what_is_out_of_the_coalition(rita, lakeview):
    leave_coalition(lakeview, actor=rita)
    with pytest.raises(Conflict, match="not in the coalition"):
        invite(lakeview, guest=Guest(MINA, Role.READER), actor=rita)


def test_the_number_of_open_invitations_is_limited(rita, lakeview, settings):
    settings.INVITATIONS_OPEN = 2
    invite_many(lakeview, guests=[Guest(f"p{n}@b.org", "reader") for n in range(2)], actor=rita)
    with pytest.raises(Conflict, match="2 invitations open"):
        invite(lakeview, guest=Guest(MINA, Role.READER), actor=rita)


def test_many_are_invited_together_or_nobody(rita, carl, lakeview):
    guests = [Guest("a@b.org", "reader"), Guest(carl.email, "reader")]
    assert inviting.refusals(lakeview, guests) == ["", f"{carl.email} belongs to your organization already."]
    with pytest.raises(Conflict):
        invite_many(lakeview, guests=guests, actor=rita)
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.exists()
    invite_many(lakeview, guests=guests[:1], actor=rita)
    assert Activity.objects.get().sentence == "Rita invited 1 people to Lakeview Health"


def test_a_batch_holds_at_most_500_and_no_address_twice(rita, lakeview):
    many = [Guest(f"p{n}@b.org", "reader") for n in range(501)]
    with pytest.raises(Invalid, match="at most 500"):
        invite_many(lakeview, guests=many, actor=rita)
    with pytest.raises(Invalid, match="nobody"):
        invite_many(lakeview, guests=[], actor=rita)
    with pytest.raises(Invalid, match="twice"):
        invite_many(lakeview, guests=[Guest("a@b.org", "reader"), Guest("A@B.org", "reader")], actor=rita)


def test_who_proved_the_address_joins_in_the_role_invited_to(invitation, mina, rita, lakeview):
    membership = accept(invitation, person=mina, token=token_of(invitation))
    assert (membership.organization, membership.role) == (lakeview, Role.CONTRIBUTOR)
    stored = Invitation.objects.get()
    assert (stored.status, stored.accepted_by) == (InvitationStatus.ACCEPTED, mina)
    assert stored.closed_at
    assert Notice.objects.get(person=rita).sentence == "Mina accepted your invitation"


def test_the_case_of_the_proved_address_does_not_matter(rita, nora, lakeview):
    EmailAddress.objects.create(user=nora, email="nora@lakeviewhealth.org", verified=True)
    invitation = invite(lakeview, guest=Guest("NORA@lakeviewhealth.ORG", "reader"), actor=rita)
    assert accept(invitation, person=nora, token=token_of(invitation))


def test_another_address_does_not_accept_though_it_has_the_token(invitation, nora):
    with pytest.raises(Conflict, match="another address"):
        accept(invitation, person=nora, token=token_of(invitation))
    with pytest.raises(Conflict, match="another address"):
        decline(invitation, person=nora, token=token_of(invitation))


def test_an_address_that_is_not_proved_does_not_accept(invitation, nora):
    EmailAddress.objects.create(user=nora, email=MINA, verified=False)
    with pytest.raises(Conflict, match="another address"):
        accept(invitation, person=nora, token=token_of(invitation))


@pytest.mark.parametrize(
    "lookalike", ["mina@lakеviewhealth.org", "mina@lakeviewheaIth.org", "mina@lakeviewhealth.org.evil.org"]
)
def test_an_address_that_looks_like_the_invited_one_does_not_accept(invitation, nora, lookalike):
    EmailAddress.objects.create(user=nora, email=one_spelling(lookalike), verified=True)
    with pytest.raises(Conflict, match="another address"):
        accept(invitation, person=nora, token=token_of(invitation))


def test_a_domain_in_wide_letters_is_the_same_domain(rita, mina, lakeview):
    invitation = invite(lakeview, guest=Guest("mina@ｌａｋｅｖｉｅｗｈｅａｌｔｈ.org", "reader"), actor=rita)
    assert invitation.email == MINA
    assert accept(invitation, person=mina, token=token_of(invitation))


def test_a_forged_token_finds_nothing(invitation):
    assert find("forged") is None
    assert find(token_of(invitation)[:-1]) is None
    assert find(invitation.token_sha256) is None


def test_a_used_token_is_used_up(invitation, mina, lakeview, rita):
    token = token_of(invitation)
    first = accept(invitation, person=mina, token=token)
    assert accept(invitation, person=mina, token=token) == first  # a double click
    leave(lakeview, person=mina, actor=rita)
    with pytest.raises(Conflict, match="used once"):
        accept(invitation, person=mina, token=token)
    assert not lakeview.memberships.active().filter(person=mina).exists()


def test_a_revoked_invitation_is_not_accepted(invitation, mina, rita):
    revoke(invitation, actor=rita)
    with pytest.raises(Conflict, match="taken back"):
        accept(invitation, person=mina, token=token_of(invitation))
    with pytest.raises(Conflict):
        revoke(invitation, actor=rita)


def test_an_expired_invitation_is_not_accepted_and_can_be_sent_anew(invitation, mina, rita):
    token = token_of(invitation)
    with clock.at(clock.now() + timedelta(days=14, seconds=1)):
        with pytest.raises(Conflict, match="time is over"):
            accept(invitation, person=mina, token=token)
        assert inviting.close_overdue() == 1
        assert inviting.close_overdue() == 0
        invitation.refresh_from_db()
        with pytest.raises(Conflict, match="time is over"):
            accept(invitation, person=mina, token=token)
        resend(invitation, actor=rita)
        assert accept(invitation, person=mina, token=token_of(invitation))


def test_what_is_overdue_does_not_stand_in_the_way_of_a_new_invitation(invitation, rita, lakeview):
    with clock.at(clock.now() + timedelta(days=15)):
        invite(lakeview, guest=Guest(MINA, Role.READER), actor=rita)
    assert sorted(Invitation.objects.values_list("status", flat=True)) == ["expired", "open"]


def test_a_letter_sent_again_makes_the_token_before_void(invitation, mina, rita):
    old = token_of(invitation)
    with pytest.raises(Conflict, match="just been sent"):
        resend(invitation, actor=rita)
    with clock.at(clock.now() + timedelta(days=3)):
        resend(invitation, actor=rita)
        assert find(old) is None
        with pytest.raises(Conflict, match="newer letter"):
            accept(invitation, person=mina, token=old)
        assert invitation.expires_at > clock.now() + timedelta(days=13)
        assert accept(invitation, person=mina, token=token_of(invitation))


def test_letters_to_one_address_are_limited(invitation, rita):
    for day in range(1, 5):
        with clock.at(clock.now() + timedelta(days=day)):
            resend(invitation, actor=rita)
    with clock.at(clock.now() + timedelta(days=6)), pytest.raises(Conflict, match="5 letters"):
        resend(invitation, actor=rita)


def test_a_declined_invitation_stays_declined(invitation, mina):
    token = token_of(invitation)
    decline(invitation, person=mina, token=token)
    decline(invitation, person=mina, token=token)
    with pytest.raises(Conflict, match="declined"):
        accept(invitation, person=mina, token=token)


def test_others_neither_send_again_nor_revoke(invitation, carl, olga):
    for person in (carl, olga):
        for verb in (resend, revoke):
            with pytest.raises(NotAllowed):
                verb(invitation, actor=person)


def test_an_invitation_to_what_has_left_the_coalition_is_not_accepted(invitation, mina, rita, lakeview):
    leave_coalition(lakeview, actor=rita)
    with pytest.raises(Conflict, match="not in the coalition"):
        accept(invitation, person=mina, token=token_of(invitation))


def test_who_is_taken_in_in_another_way_has_no_invitation_left(invitation, mina, rita, lakeview):
    join(lakeview, person=mina, role=Role.READER, actor=rita)
    stored = Invitation.objects.get()
    assert (stored.status, stored.accepted_by) == (InvitationStatus.ACCEPTED, mina)
    assert lakeview.memberships.get(person=mina).role == Role.READER


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "accepted"},
        {"status": "revoked"},
        {"closed_at": clock.now()},
        {"role": "admin"},
        {"token_sha256": "the token itself"},
        {"status": "lost", "closed_at": clock.now()},
        {"email": "Mina@lakeviewhealth.org"},
        {"expires_at": clock.now() - timedelta(days=1)},
    ],
)
def test_the_database_refuses_what_no_invitation_can_be(invitation, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(**broken)
