"""Admission counts as the first confirmation; what organizations were called stays on record."""

from django.db import migrations

FORWARD = """
UPDATE members_organization SET confirmed_at = admitted_at WHERE admitted_at IS NOT NULL;

CREATE TRIGGER former_name_is_kept BEFORE UPDATE OR DELETE ON members_formername
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

BACKWARD = """
DROP TRIGGER former_name_is_kept ON members_formername;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0019_former_members")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
