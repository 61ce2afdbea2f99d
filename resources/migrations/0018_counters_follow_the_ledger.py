"""Only the ledger moves what is committed and covered: a counter set by hand could let units be promised twice."""

from django.db import migrations

FOLLOWS = """
CREATE FUNCTION resources_counter_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN -- not within the trigger of a movement
        RAISE EXCEPTION 'what is committed and covered follows from the ledger' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER offer_counter_follows BEFORE UPDATE OF committed ON resources_offer
    FOR EACH ROW WHEN (OLD.committed <> NEW.committed) EXECUTE FUNCTION resources_counter_follows();
CREATE TRIGGER request_counter_follows BEFORE UPDATE OF covered ON resources_request
    FOR EACH ROW WHEN (OLD.covered <> NEW.covered) EXECUTE FUNCTION resources_counter_follows();
"""
FREE = """
DROP TRIGGER request_counter_follows ON resources_request;
DROP TRIGGER offer_counter_follows ON resources_offer;
DROP FUNCTION resources_counter_follows;
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0017_packs")]
    operations = [migrations.RunSQL(FOLLOWS, FREE)]
