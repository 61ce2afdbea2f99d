"""What was sent to a workgroup's people stays as they read it."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER highlights_are_kept BEFORE UPDATE OR DELETE ON projects_highlights
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

BACKWARD = "DROP TRIGGER highlights_are_kept ON projects_highlights;"


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_first_versions"), ("members", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
