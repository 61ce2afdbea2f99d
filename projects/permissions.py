"""Who may do what on the first floor."""

from members.models import Membership, Organization, Person
from members.models.person import Reader
from members.permissions import can_administer, can_write_for, is_member, membership_in
from projects.models import Deliverable, Milestone, Partner, Project, Update, Workgroup


def can_join_workgroup(reader: Reader, workgroup: Workgroup) -> bool:
    """Whether the reader may take part in the workgroup: every member may, while it is active."""
    return is_member(reader) and workgroup.is_active


def can_manage_workgroups(reader: Reader) -> bool:
    """Whether the reader may name the leads of workgroups."""
    return can_administer(reader)


def can_send_highlights(reader: Reader, workgroup: Workgroup) -> bool:
    """Whether the reader is a lead of the workgroup, which is active, and a member still."""
    if not is_member(reader) or not workgroup.is_active:
        return False
    return workgroup.memberships.filter(person=reader.pk, is_lead=True).exists()


def can_post_project(reader: Reader, organization: Organization) -> bool:
    """Whether the reader may post a plan for the organization."""
    return can_write_for(reader, organization)


def owns(reader: Reader, project: Project) -> bool:
    """Whether the reader is an owner of the project who may write for somebody in it now.

    What an owner may do beside the people of the lead: edit the plan and its milestones, move its status, ask for
    partners and take a question back, name other owners. To hand the lead over stays with the lead itself.
    """
    if not is_member(reader) or not any(owner.person_id == reader.pk for owner in project.owners.all()):
        return False
    return writes_in(reader, project)


def writes_in(reader: Reader, project: Project) -> bool:
    """Whether the reader may write for the lead or for a confirmed partner."""
    return reader.is_authenticated and speaks_for(reader, project) is not None


def speaks_for(person: Person, project: Project) -> Organization | None:
    """Whom the person speaks for in the project: the lead if they may, else a confirmed partner of theirs, if any."""
    organizations = [membership.organization for membership in person.active_memberships]
    organizations.sort(key=lambda organization: organization.pk != project.organization_id)
    speaking = (each for each in organizations if can_write_for(person, each) and project.takes_part(each))
    return next(speaking, None)


def can_edit_project(reader: Reader, project: Project) -> bool:
    """Whether the reader writes for the lead organization, or owns the project."""
    return can_write_for(reader, project.organization) or owns(reader, project)


def can_name_owner(reader: Reader, project: Project) -> bool:
    """Whether the reader may name others as owners."""
    return can_edit_project(reader, project)


def can_claim(reader: Reader, project: Project, organization: Organization) -> bool:
    """Whether the reader may become the owner of a project without one, speaking for the organization."""
    return can_write_for(reader, organization) and project.is_without_owner


def can_change_status(reader: Reader, project: Project) -> bool:
    """Whether the reader may start, pause, deliver, close or reopen the project: who edits it, and admins for order."""
    return can_edit_project(reader, project) or can_administer(reader)


def can_ask_partner(reader: Reader, project: Project) -> bool:
    """Whether the reader may ask organizations to take part."""
    return can_edit_project(reader, project)


def can_answer_partner(reader: Reader, partner: Partner) -> bool:
    """Whether the reader answers for the organization that was asked."""
    return can_write_for(reader, partner.organization)


def can_act_in(acting: Membership | None, project: Project) -> bool:
    """Whether the membership acted for writes for the lead or a confirmed partner."""
    return acting is not None and acting.can_write and project.takes_part(acting.organization)


def can_edit_milestone(reader: Reader, milestone: Milestone) -> bool:
    """Whether the reader edits the plan, or writes for the organization that answers for the milestone."""
    return can_write_for(reader, milestone.organization) or can_edit_project(reader, milestone.project)


def can_hand_over(reader: Reader, project: Project) -> bool:
    """Whether the reader may pass the lead on to a partner: its lead, and admins for order."""
    return can_write_for(reader, project.organization) or can_administer(reader)


def can_post_update(reader: Reader, project: Project, organization: Organization) -> bool:
    """Whether the reader may tell about the project, decide and release in it, for this organization."""
    return can_write_for(reader, organization) and project.takes_part(organization)


def can_edit_update(reader: Reader, update: Update) -> bool:
    """Whether the reader writes for the organization that posted it."""
    return can_write_for(reader, update.organization)


def can_withdraw_update(reader: Reader, update: Update) -> bool:
    """Whether the reader may take it back: those who posted it, the project's lead, and admins for order."""
    return can_edit_update(reader, update) or can_change_status(reader, update.project)


def can_withdraw_deliverable(reader: Reader, deliverable: Deliverable) -> bool:
    """Whether the reader may take it back: those who released it, the project's lead, and admins for order."""
    return can_write_for(reader, deliverable.organization) or can_change_status(reader, deliverable.project)


def can_be_credited(reader: Reader, deliverable: Deliverable) -> bool:
    """Whether the reader belongs to one of its makers, and so may be named as one who made it."""
    return any(membership_in(reader, maker) for maker in deliverable.makers.all())
