"""The kinds of activity and notice of the first floor."""

from django.utils.translation import gettext_lazy as _

from members.wording import kind
from projects.models import MilestoneStatus, ProjectStatus

WORKGROUP_FOUNDED = kind("workgroup.founded", _("%(actor)s set up the workgroup %(title)s"))
WORKGROUP_DESCRIBED = kind("workgroup.described", _("%(actor)s described the workgroup %(title)s anew"))
WORKGROUP_CLOSED = kind("workgroup.closed", _("%(actor)s closed the workgroup %(title)s"))
WORKGROUP_REOPENED = kind("workgroup.reopened", _("%(actor)s opened the workgroup %(title)s again"))
WORKGROUP_JOINED = kind("workgroup.joined", _("%(actor)s joined the workgroup %(title)s"))
WORKGROUP_LEFT = kind("workgroup.left", _("%(actor)s left the workgroup %(title)s"))
WORKGROUP_LEAD_NAMED = kind("workgroup.lead_named", _("%(title)s has a new lead"))
WORKGROUP_LEAD_RELEASED = kind("workgroup.lead_released", _("%(title)s has one lead less"))
HIGHLIGHTS_SENT = kind("workgroup.highlights", _("%(actor)s told the highlights of the week in %(title)s"))

PROJECT_POSTED = kind(
    "project.posted",
    _("%(organization)s posted the plan %(title)s"),
    figure=_("Plans posted"),
    highlight=_("New plans"),
)
PROJECT_EDITED = kind("project.edited", _("%(organization)s edited the plan %(title)s"))
PROJECT_MOVED = {
    ProjectStatus.ACTIVE: kind("project.active", _("%(actor)s made %(title)s active"), highlight=_("Under way")),
    ProjectStatus.PAUSED: kind("project.paused", _("%(actor)s paused %(title)s")),
    ProjectStatus.DELIVERED: kind(
        "project.delivered", _("%(actor)s marked %(title)s as delivered"), highlight=_("Delivered")
    ),
    ProjectStatus.CLOSED: kind("project.closed", _("%(actor)s closed %(title)s")),
}
PROJECT_HANDED_OVER = kind("project.handed_over", _("%(organization)s leads %(title)s now"))

OWNER_NAMED = kind("owner.named", _("%(title)s has another owner"))
OWNER_CLAIMED = kind("owner.claimed", _("%(actor)s took on %(title)s for %(organization)s"), highlight=_("Taken on"))
OWNER_STEPPED_DOWN = kind("owner.stepped_down", _("%(actor)s owns %(title)s no longer"))
OWNER_RELEASED = kind("owner.released", _("%(title)s has one owner less"))

PARTNER_ASKED = kind("partner.asked", _("%(organization)s asked for a partner in %(title)s"))
PARTNER_ASK_WITHDRAWN = kind(
    "partner.ask_withdrawn", _("%(organization)s took back its question to a partner in %(title)s")
)
PARTNER_CONFIRMED = kind("partner.confirmed", _("%(organization)s takes part in %(title)s"))
PARTNER_DECLINED = kind("partner.declined", _("%(organization)s does not take part in %(title)s"))

MILESTONE_SET = kind("milestone.set", _("%(organization)s set the milestone %(title)s"))
MILESTONE_EDITED = kind("milestone.edited", _("%(organization)s updated the milestone %(title)s"))
MILESTONE_RESCHEDULED = kind("milestone.rescheduled", _("%(organization)s moved the milestone %(title)s"))
MILESTONE_ENDED = {
    MilestoneStatus.REACHED: kind(
        "milestone.reached", _("%(organization)s reached the milestone %(title)s"), highlight=_("Milestones reached")
    ),
    MilestoneStatus.DROPPED: kind("milestone.dropped", _("%(organization)s dropped the milestone %(title)s")),
}
MILESTONE_PASSED_ON = kind("milestone.passed_on", _("%(organization)s answers for the milestone %(title)s now"))
MILESTONE_WAITS = kind("milestone.waits", _("%(organization)s lets a milestone wait for another: %(title)s"))
MILESTONE_WAITS_NO_LONGER = kind(
    "milestone.waits_no_longer", _("%(organization)s lets a milestone wait for another no longer: %(title)s")
)
MILESTONE_HELD_UP = kind("milestone.held_up", _("%(title)s is expected later than planned"))
ADDRESS_MADE = kind("address.made", _("%(actor)s made a private address: %(title)s"))
ADDRESS_REVOKED = kind("address.revoked", _("%(actor)s revoked a private address: %(title)s"))

YOU_OWN = kind("notice.you_own", _("You are an owner of %(title)s now"))
PROJECT_WITHOUT_OWNER = kind("notice.project_without_owner", _("Nobody owns %(title)s any longer"))
PROJECT_CLAIMED = kind("notice.project_claimed", _("Somebody took on %(title)s"))

UPDATE_POSTED = kind("update.posted", _("%(organization)s posted the update %(title)s"))
DECISION_RECORDED = kind(
    "update.decided", _("%(organization)s recorded the decision %(title)s"), highlight=_("Decided")
)
UPDATE_EDITED = kind("update.edited", _("%(organization)s edited the update %(title)s"))
UPDATE_WITHDRAWN = kind("update.withdrawn", _("%(actor)s withdrew the update %(title)s"))

DELIVERABLE_RELEASED = kind(
    "deliverable.released",
    _("%(organization)s released %(title)s to the public"),
    figure=_("Deliverables released"),
    highlight=_("Released"),
)
DELIVERABLE_WITHDRAWN = kind("deliverable.withdrawn", _("%(actor)s withdrew the deliverable %(title)s"))
DELIVERABLE_CREDITED = kind("deliverable.credited", _("%(actor)s is named as one who made %(title)s"))
DELIVERABLE_UNCREDITED = kind("deliverable.uncredited", _("%(title)s names one person less"))

PLAN_LIKE_YOURS = kind("notice.plan_like_yours", _("Another organization has a plan like yours: %(title)s"))
ANSWER_AS_PARTNER = kind("notice.answer_as_partner", _("Answer whether you take part in %(title)s"))
PROJECT_IS_YOURS = kind("notice.project_is_yours", _("Your organization leads %(title)s now"))
MILESTONE_IS_YOURS = kind("notice.milestone_is_yours", _("Your organization answers for %(title)s"))
MILESTONE_IS_AWAITED = kind("notice.milestone_is_awaited", _("Others wait for a milestone of yours: %(title)s"))
YOURS_WAITS_IN_VAIN = kind(
    "notice.milestone_waits_in_vain", _("A milestone of yours waits for one that will not come: %(title)s")
)
YOURS_IS_HELD_UP = kind("notice.milestone_is_held_up", _("A milestone of yours is expected later: %(title)s"))
UPDATE_WAS_WITHDRAWN = kind("notice.update_was_withdrawn", _("What your organization posted was withdrawn: %(title)s"))
RELEASED_WITH_YOU = kind("notice.released_with_you", _("Released to the public in your organization’s name: %(title)s"))
DELIVERABLE_WAS_WITHDRAWN = kind("notice.deliverable_was_withdrawn", _("Withdrawn from the public page: %(title)s"))
