"""What was said on an application is kept."""

from django.db import migrations

KEEP = """
CREATE TRIGGER application_message_is_kept BEFORE UPDATE OR DELETE ON members_applicationmessage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
LET_GO = "DROP TRIGGER application_message_is_kept ON members_applicationmessage"


class Migration(migrations.Migration):
    dependencies = [("members", "0009_names_like")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
