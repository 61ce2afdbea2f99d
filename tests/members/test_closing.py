"""An account put to rest, taken up again, exported and deleted."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from members import outbox, personal_data
from members.appointments import appoint, let_in
from members.closing import delete_account, rest, wake
from members.contacts import add_contact
from members.inviting import Guest, accept, invite
from members.joining import ask_to_join
from members.models import (
    Acceptance,
    Activity,
    Application,
    Digest,
    Follow,
    Invitation,
    Membership,
    Notice,
    OutgoingMail,
    Person,
    Role,
)
from members.people import change_role, join, leave
from members.signing import accept_charter, receipt_of
from members.tokens import issue_token
from projects.models import Workgroup
from projects.posting import post_project
from projects.workgroups import join_workgroup
from tests.conftest import make_person
from tests.factories import OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db

NAME = "Zelda Quillfeather"
ADDRESS = "zelda.quillfeather@lakeviewhealth.org"
OTHER = "zq@quillfeather.example"
CANARY = "quillfeather"

# Where the name stays, and why.
KEPT = {
    "members_acceptance": "the name as signed is part of the receipt that the organization holds; no page shows it",
}


def words(response) -> str:
    return " ".join(response.content.decode().split())


def letter_to(whom, sentence: str, *, why: str = "x") -> None:
    context = {"sentence": sentence, "url": "/", "why": why}
    outbox.enqueue(whom, template="notice", context=context, kind="x", dedup=f"letter:{OutgoingMail.objects.count()}")


@pytest.fixture
def newcomer(rita, lakeview):
    """Somebody who was invited, joined, and holds an account with all that belongs to one."""
    person = make_person("zelda")
    Person.objects.filter(pk=person.pk).update(name=NAME, email=ADDRESS, position="Head", phone="555 0100")
    EmailAddress.objects.filter(user=person).update(email=ADDRESS)
    EmailAddress.objects.create(user=person, email=OTHER, verified=True)
    person.refresh_from_db()
    ask_to_join(lakeview, person=person, words=f"I am {NAME}.")
    invitation = invite(lakeview, guest=Guest(OTHER, "reader", NAME), actor=rita)
    token = OutgoingMail.objects.get(kind="invitation").text.partition("/invitations/")[2].partition("/")[0]
    accept(invitation, person=person, token=token)
    Follow.objects.create(person=person, topic="state:IL")
    Digest.objects.create(person=person, period="2026-11-25", activity_until=1)
    UserSession.objects.create(user=person, session_key="k", ip="192.0.2.8", user_agent=f"{NAME}'s browser")
    return person


@pytest.fixture
def zelda(newcomer, rita, lakeview, ada):
    """The same somebody, who has left a trace wherever a person can."""
    person = newcomer
    change_role(lakeview, person=person, role=Role.REPRESENTATIVE, actor=rita)
    accept_charter(lakeview, actor=person, authority="Director", address="192.0.2.7")
    invite(lakeview, guest=Guest("else@b.org", "reader"), actor=person)
    issue_token(person=person, organization=lakeview, name="Stock", may_write=False, days=1)
    post_project(organization=lakeview, actor=person, title="Oxygen", purpose="For all", plan="", states=[])
    group = Workgroup.objects.first()
    join_workgroup(group, person=person)
    add_contact(lakeview, actor=rita, name=NAME, function="Head", email=ADDRESS, phone="")
    appoint(person, actor=ada, coordinator=True)
    appoint(person, actor=ada, coordinator=False)
    other = OrganizationFactory(name="Elsewhere")
    ask_to_join(other, person=person, words=f"It is {NAME}.")
    Notice.objects.create(person=person, kind="x", title=f"For {NAME}", url="/", subject="x")
    letter_to(person, "x", why=NAME)
    letter_to(ADDRESS, "y")
    letter_to(rita, f"{NAME} joined Lakeview", why=f"Because of {NAME} <{ADDRESS}>")
    kind = ContentType.objects.get_for_model(Person)
    LogEntry.objects.create(
        user=ada, content_type=kind, object_id=person.pk, object_repr=NAME, action_flag=CHANGE, change_message=ADDRESS
    )
    person.forget_memberships()
    return person


def places_of(word: str) -> set[str]:
    """The tables that hold the word anywhere in a row."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS held WHERE held::text ILIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_a_deleted_account_leaves_no_name_and_no_address_behind(zelda, rita, lakeview):
    before = places_of(CANARY)
    assert len(before) >= 10, "The seed has to be wherever a name can be."
    delete_account(zelda, actor=zelda)
    assert places_of(CANARY) == set(KEPT)
    assert places_of("555 0100") == set()
    acceptance = Acceptance.objects.get(person=zelda)
    assert receipt_of(acceptance) == acceptance.receipt
    assert acceptance.signed_by == "A representative of Lakeview Health"


def test_others_read_of_a_former_member(zelda, client_of, rita, carl, lakeview):
    receipt = Acceptance.objects.get(person=zelda).receipt
    delete_account(zelda, actor=zelda)
    browser = client_of(rita)
    pages = ["/", "/organizations/lakeview-health/", "/people/", "/people/invitations/?view=closed", "/signatories/"]
    for address in [*pages, f"/receipts/{receipt}/", "/projects/", "/notices/", "/charter/", "/digest/preview/"]:
        page = browser.get(address)
        assert page.status_code == 200, address
        assert CANARY not in words(page).lower(), address
    assert "A former member" in words(browser.get("/organizations/lakeview-health/"))
    assert "A representative of Lakeview Health" in words(browser.get(f"/receipts/{receipt}/"))


def test_the_admin_shows_no_name_either(zelda, client_of, ada):
    delete_account(zelda, actor=zelda)
    browser = client_of(ada)
    for model in ("person", "membership", "acceptance", "invitation", "joinrequest", "activity", "organization"):
        page = browser.get(f"/admin/members/{model}/")
        assert CANARY not in words(page).lower(), model


def test_the_address_is_free_for_a_new_account(zelda):
    delete_account(zelda, actor=zelda)
    again = Person.objects.create_user(ADDRESS, name="Somebody")
    EmailAddress.objects.create(user=again, email=ADDRESS, verified=True, primary=True)


def test_what_was_done_stays_by_number(zelda, lakeview):
    kinds_before = Activity.objects.filter(actor=zelda).count()
    delete_account(zelda, actor=zelda)
    assert Activity.objects.filter(actor=zelda).count() > kinds_before
    assert Membership.objects.get(person=zelda).ended_at
    assert not lakeview.memberships.active().filter(person=zelda).exists()
    assert Invitation.objects.get(accepted_by=zelda).email.endswith("@deleted.invalid")
    assert not Digest.objects.filter(person=zelda).exists()
    assert not UserSession.objects.filter(user=zelda).exists()


def test_deleting_twice_is_deleting_once(zelda):
    delete_account(zelda, actor=zelda)
    rows = Activity.objects.count()
    delete_account(zelda, actor=zelda)
    assert Activity.objects.count() == rows


def test_mail_of_others_stays_but_for_the_name(zelda, rita):
    letter_to(rita, f"{NAME}s, not hers")
    delete_account(zelda, actor=zelda)
    assert (
        "A former member joined Lakeview"
        in OutgoingMail.objects.get(person=rita, subject__contains="joined Lakeview").text
    )


def test_a_name_within_a_longer_word_is_another_name(rita):
    letter_to(rita, "Anna and Ann met")
    ann = PersonFactory(name="Ann", email="ann@example.org")
    delete_account(ann, actor=ann)
    assert OutgoingMail.objects.get().subject == "Anna and A former member met"


def test_a_name_that_is_a_word_of_a_pattern_harms_nothing(rita):
    odd = PersonFactory(name=".* (a|b)\\", email="odd@example.org")
    letter_to(rita, "a word")
    delete_account(odd, actor=odd)
    assert OutgoingMail.objects.get().subject == "a word"


def test_the_last_representative_hands_over_first(rita, carl, lakeview):
    for verb in (delete_account, rest):
        with pytest.raises(Conflict, match="last representative of Lakeview Health"):
            verb(rita, actor=rita)
    assert Person.objects.get(pk=rita.pk).is_active


def test_who_holds_a_role_of_the_coalition_gives_it_back_first(ada, cora):
    for person in (ada, cora):
        with pytest.raises(Conflict, match="holds a role"):
            delete_account(person, actor=person)


def test_an_applicant_withdraws_by_it(abel):
    delete_account(abel, actor=abel)
    assert Application.objects.get().status == "withdrawn"


def test_nobody_deletes_another_but_an_admin(carl, rita, ada, cora):
    for person in (rita, cora):
        with pytest.raises(NotAllowed):
            delete_account(carl, actor=person)
    with pytest.raises(NotAllowed):
        rest(carl, actor=ada)
    assert delete_account(carl, actor=ada).deleted_at


def test_a_deleted_account_is_not_let_in_again(carl, ada):
    delete_account(carl, actor=carl)
    with pytest.raises(Conflict, match="deleted"):
        let_in(Person.objects.get(pk=carl.pk), actor=ada)


@pytest.mark.parametrize("change", [{"title": "A former member"}, {"text": ""}, {"title": "x", "text": ""}])
def test_the_database_lets_nobody_rewrite_what_tells_of_the_living(rita, nora, lakeview, change):
    join(lakeview, person=nora, role=Role.READER, actor=rita)
    with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
        Activity.objects.filter(kind="person.joined").update(**{"title": "A former member", "text": "x"} | change)


def test_the_database_lets_nothing_else_be_written_over_what_tells_of_the_deleted(zelda):
    delete_account(zelda, actor=zelda)
    row = Activity.objects.filter(kind="person.joined").latest("pk")
    with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(title="Somebody else")


def test_the_database_keeps_a_deleted_account_empty(zelda):
    delete_account(zelda, actor=zelda)
    for change in ({"is_active": True}, {"phone": "1"}, {"is_admin": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=zelda.pk).update(**change)


# Rest


def test_an_account_at_rest_has_left_everything_and_gets_no_mail(zelda, lakeview):
    rest(zelda, actor=zelda)
    assert zelda.rested_at
    assert not zelda.memberships.active().exists()
    assert not zelda.api_tokens.usable().exists()
    assert zelda.digest_frequency == "off"
    assert Person.objects.get(pk=zelda.pk).name == NAME


def test_signing_in_wakes_it(carl, client):
    rest(carl, actor=carl)
    client.force_login(carl)
    carl.refresh_from_db()
    assert carl.rested_at is None
    assert not carl.memberships.active().exists()
    assert wake(carl) == carl


# What is held


def test_every_table_that_names_a_person_is_exported_and_has_its_fate():
    registered = {(holding.model, holding.by) for holding in personal_data.holdings()}
    named = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is Person and not field.many_to_many
    }
    assert named - registered == set(), "Say in the floor's holdings.py what is exported, and what becomes of it."
    assert registered - named == set()


def test_many_to_many_fields_to_people_go_by_a_table_that_is_registered():
    registered = {holding.model for holding in personal_data.holdings()}
    through = [
        field.remote_field.through
        for model in apps.get_models()
        for field in model._meta.many_to_many
        if field.related_model is Person
    ]
    assert [model for model in through if model not in registered] == []


def test_the_export_holds_what_the_tables_hold(zelda):
    held = personal_data.export(zelda)
    rows = {part["name"]: part["rows"] for part in held["held"]}
    assert held["person"]["phone"] == "555 0100"
    assert {row["email"] for row in rows["account.emailaddress"]} == {ADDRESS, OTHER}
    assert rows["members.acceptance"][0]["authority"] == "Director"
    assert rows["members.joinrequest"][0]["words"] == f"I am {NAME}."
    assert rows["projects.project.posted_by"][0]["title"] == "Oxygen"
    assert not any("sha256" in str(part) for part in rows)


def test_the_export_asks_once_for_each_table(zelda, django_assert_num_queries):
    with django_assert_num_queries(len(personal_data.holdings())):
        personal_data.export(zelda)


# The pages


def stale(client_of, person):
    """A browser in which the person signed in a while ago."""
    browser = client_of(person)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    return browser


def test_the_data_are_taken_out_as_a_file_after_a_fresh_sign_in(client_of, zelda):
    answer = stale(client_of, zelda).post("/settings/data/export/", {"as": "json"})
    assert "/reauthenticate/" in answer["Location"]
    answer = client_of(zelda).post("/settings/data/export/", {"as": "json"})
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["person"]["email"] == ADDRESS
    answer = client_of(zelda).post("/settings/data/export/", {"as": "html"})
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert ADDRESS in words(answer)


def test_the_page_lists_what_stays_before_it_deletes(client_of, zelda):
    browser = client_of(zelda)
    page = words(browser.get("/settings/data/delete/"))
    assert "Charters you accepted (1)" in page
    assert "shown by the name of the organization" in page
    assert browser.post("/settings/data/delete/", {}).status_code == 422
    assert Person.objects.get(pk=zelda.pk).is_active
    assert "Your account is deleted." in words(browser.post("/settings/data/delete/", {"sure": "on"}, follow=True))
    assert Person.objects.get(pk=zelda.pk).deleted_at
    assert browser.get("/settings/")["Location"].startswith("/accounts/login/")


def test_deleting_asks_for_a_fresh_sign_in(client_of, zelda):
    answer = stale(client_of, zelda).post("/settings/data/delete/", {"sure": "on"})
    assert "/reauthenticate/" in answer["Location"]
    assert Person.objects.get(pk=zelda.pk).is_active


def test_the_last_representative_is_told_what_to_do_first(client_of, rita, carl):
    browser = client_of(rita)
    assert "You are the last representative of Lakeview Health" in words(browser.get("/settings/data/delete/"))
    page = browser.post("/settings/data/delete/", {"sure": "on"})
    assert page.status_code == 422
    assert "Hand over first." in words(page)


def test_the_profile_is_kept_and_shown_to_colleagues(client_of, rita, carl):
    client_of(carl).post(
        "/settings/profile/", {"name": "Carl C.", "position": "Buyer", "phone": "555", "time_zone": "America/Denver"}
    )
    page = words(client_of(rita).get("/people/"))
    for word in ("Carl C.", "Buyer", "555"):
        assert word in page
    bad = client_of(carl).post("/settings/profile/", {"name": "", "time_zone": "Mars/Base", "is_admin": "on"})
    assert bad.status_code == 422
    carl.refresh_from_db()
    assert (carl.time_zone, carl.is_admin) == ("America/Denver", False)


def test_one_puts_the_account_to_rest_on_its_page(client_of, carl):
    browser = client_of(carl)
    assert "Your account is at rest" in words(browser.post("/settings/rest/", {"sure": "on"}, follow=True))
    carl.refresh_from_db()
    assert carl.rested_at


def test_a_session_of_a_deleted_account_is_over_at_once(client_of, carl):
    other_browser = client_of(carl)
    delete_account(Person.objects.get(pk=carl.pk), actor=carl)
    assert other_browser.get("/people/")["Location"].startswith("/accounts/login/")


def test_somebody_who_left_and_came_back_long_ago_is_found_all_the_same(rita, carl, lakeview):
    leave(lakeview, person=carl, actor=carl)
    join(lakeview, person=carl, role=Role.READER, actor=rita)
    with clock.at(clock.now() + timedelta(days=300)):
        delete_account(carl, actor=carl)
    assert {row.title for row in Activity.objects.filter(topics__contains=[carl.topic])} == {"A former member"}
