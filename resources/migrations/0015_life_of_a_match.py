"""A match is answered with other terms, comes back from a loan, is disputed, settled and closed."""

from django.db import migrations

KEPT = """
CREATE TRIGGER answer_is_kept BEFORE UPDATE OR DELETE ON resources_answer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER feedback_is_kept BEFORE UPDATE OR DELETE ON resources_feedback
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A dispute is settled once; what was said in it, and how it was settled, is kept.
CREATE FUNCTION resources_dispute_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.settled_at IS NULL
       AND (OLD.id, OLD.match_id, OLD.organization_id, OLD.raised_by_id, OLD.raised_at, OLD.text, OLD.matched_by_id)
         = (NEW.id, NEW.match_id, NEW.organization_id, NEW.raised_by_id, NEW.raised_at, NEW.text, NEW.matched_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'disputes are kept as they were written' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER dispute_is_kept BEFORE UPDATE OR DELETE ON resources_dispute
    FOR EACH ROW EXECUTE FUNCTION resources_dispute_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER dispute_is_kept ON resources_dispute;
DROP FUNCTION resources_dispute_is_kept;
DROP TRIGGER feedback_is_kept ON resources_feedback;
DROP TRIGGER answer_is_kept ON resources_answer;
"""

# What was received long ago, and nobody objected to, is closed without asking anybody.
CLOSED = """
UPDATE resources_match SET status = 'closed'
WHERE status = 'received' AND changed_at < now() - interval '14 days'
  AND NOT EXISTS (SELECT FROM resources_offer WHERE id = offer_id AND terms = 'loan');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
OPENED = "UPDATE resources_match SET status = 'received' WHERE status = 'closed'"


class Migration(migrations.Migration):
    dependencies = [("resources", "0013_impartial_matches"), ("members", "0026_kept_wording")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT), migrations.RunSQL(CLOSED, OPENED)]
