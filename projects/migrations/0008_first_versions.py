"""The plans that are there get the version that they have now, and whoever posted one owns it while they write there.

What a plan said before was not kept, so its history begins with its present version.
"""

from django.db import migrations

VERSIONS = """
INSERT INTO projects_planversion
       (project_id, number, title, purpose, plan, help_wanted, workgroup_id, lead_id, themes, states,
        author_id, organization_id, note, written_at)
SELECT id, version, title, purpose, plan, help_wanted, workgroup_id, organization_id, themes, states,
       posted_by_id, organization_id, '', edited_at
  FROM projects_project
"""

OWNERS = """
INSERT INTO projects_owner (project_id, person_id, since)
SELECT project.id, project.posted_by_id, project.posted_at
  FROM projects_project AS project
  JOIN members_person AS person ON person.id = project.posted_by_id AND person.is_active
 WHERE EXISTS (SELECT FROM members_membership AS membership
                WHERE membership.person_id = person.id AND membership.organization_id = project.organization_id
                  AND membership.ended_at IS NULL AND membership.role IN ('representative', 'contributor'))
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_versions_are_kept")]
    operations = [migrations.RunSQL([VERSIONS, OWNERS], migrations.RunSQL.noop)]
