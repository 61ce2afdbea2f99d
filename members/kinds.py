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
CHARTER_BEGUN = kind("charter.begun", _("%(actor)s began a draft: %(title)s"))
CHARTER_EDITED = kind("charter.edited", _("%(actor)s saved the draft of %(title)s"))
CHARTER_DISCARDED = kind("charter.discarded", _("%(actor)s threw the draft of %(title)s away"))
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
# Who comes to an organization, and how
PERSON_INVITED = kind("person.invited", _("%(actor)s invited somebody to %(organization)s"))
INVITATIONS_SENT = kind("person.invitations", _("%(actor)s invited %(title)s people to %(organization)s"))
INVITATION_REVOKED = kind("person.invitation_revoked", _("%(actor)s took an invitation to %(organization)s back"))
INVITATION_RENEWED = kind("person.invitation_renewed", _("%(actor)s sent an invitation to %(organization)s again"))
INVITATION_DECLINED = kind("person.invitation_declined", _("An invitation to %(organization)s was declined"))
JOIN_WITHDRAWN = kind("join.withdrawn", _("%(title)s no longer asks to join %(organization)s"))
JOIN_ASKED = kind("join.asked", _("%(title)s asked to join %(organization)s"))
JOIN_DECLINED = kind("join.declined", _("%(actor)s declined the request of %(title)s to join %(organization)s"))
JOINING_CHOSEN = kind("join.chosen", _("%(actor)s changed how people join %(organization)s"))
ANSWER_JOIN_REQUEST = kind("notice.join_request", _("%(title)s asks to join your organization"))
HAS_JOINED = kind("notice.has_joined", _("%(title)s joined your organization by their address"))
YOU_MAY_JOIN = kind("notice.join_accepted", _("Welcome: you belong to %(title)s now"))
YOU_MAY_NOT_JOIN = kind("notice.join_declined", _("%(title)s declined your request to join"))
INVITATION_ACCEPTED = kind("notice.invitation_accepted", _("%(title)s accepted your invitation"))
ACCOUNT_RESTED = kind("account.rested", _("%(title)s put their account to rest"))
ACCOUNT_WOKEN = kind("account.woken", _("%(title)s came back to their account"))
ACCOUNT_DELETED = kind("account.deleted", _("An account was deleted"))

# API tokens
TOKEN_ISSUED = kind("token.issued", _("%(actor)s made an API token for %(organization)s: %(title)s"))
TOKEN_REVOKED = kind("token.revoked", _("%(actor)s revoked an API token of %(organization)s: %(title)s"))
