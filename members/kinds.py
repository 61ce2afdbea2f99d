"""The kinds of activity and notice of the ground floor."""

from django.utils.translation import gettext_lazy as _

from members.wording import kind

APPLICATION_SENT = kind("application.sent", _("%(actor)s sent the application of %(title)s"))
APPLICATION_DECLINED = kind("application.declined", _("%(actor)s declined the application of %(title)s"))
APPLICATION_WITHDRAWN = kind("application.withdrawn", _("%(actor)s withdrew the application of %(title)s"))
APPLICATION_ASKED = kind("application.asked", _("%(actor)s asked back on the application of %(title)s"))
APPLICATION_ANSWERED = kind("application.answered", _("%(actor)s answered on the application of %(title)s"))
CONTACTS_CHANGED = kind("contacts.changed", _("%(actor)s changed the contacts of %(title)s"))
MEMBER_ADMITTED = kind("member.admitted", _("%(title)s joined the coalition"), figure=_("Organizations joined"))
MEMBER_SUSPENDED = kind("member.suspended", _("%(title)s was suspended"))
MEMBER_REINSTATED = kind("member.reinstated", _("%(title)s was reinstated"))
MEMBER_LEFT = kind("member.left", _("%(title)s left the coalition"))
CHARTER_PUBLISHED = kind("charter.published", _("%(title)s is in force"))
CHARTER_ACCEPTED = kind("charter.accepted", _("%(actor)s accepted the charter for %(title)s"))
PERSON_JOINED = kind("person.joined", _("%(title)s joined %(organization)s"))
PERSON_LEFT = kind("person.left", _("%(title)s left %(organization)s"))
ROLE_CHANGED = kind("person.role", _("%(actor)s changed the role of %(title)s in %(organization)s"))
PERSON_APPOINTED = kind("person.appointed", _("%(actor)s changed the coalition role of %(title)s"))
PERSON_BARRED = kind("person.barred", _("%(actor)s barred %(title)s from signing in"))
PERSON_LET_IN = kind("person.let_in", _("%(actor)s let %(title)s sign in again"))
SIGN_IN_SET = kind("organization.sign_in", _("%(actor)s set how the people of %(title)s sign in"))

DECIDE_APPLICATION = kind("notice.decide_application", _("Decide on the application of %(title)s"))
ANSWER_APPLICATION = kind("notice.answer_application", _("Answer a question on the application of %(title)s"))
READ_MESSAGE = kind("notice.application_message", _("There is a message on the application of %(title)s"))
YOU_ARE_ADMITTED = kind("notice.admitted", _("Welcome: %(title)s is a member of the coalition"))
YOU_ARE_DECLINED = kind("notice.declined", _("The application of %(title)s was declined"))
YOU_ARE_SUSPENDED = kind("notice.suspended", _("%(title)s was suspended"))
YOU_ARE_REINSTATED = kind("notice.reinstated", _("%(title)s is a member of the coalition again"))
ACCEPT_CHARTER = kind("notice.accept_charter", _("The charter has a new version: accept it for %(title)s"))

# The audit trail
AUDIT_BROKEN = kind("notice.audit_broken", _("The audit trail is not whole: %(title)s"))

# API tokens
TOKEN_ISSUED = kind("token.issued", _("%(actor)s made an API token for %(organization)s: %(title)s"))
TOKEN_REVOKED = kind("token.revoked", _("%(actor)s revoked an API token of %(organization)s: %(title)s"))
