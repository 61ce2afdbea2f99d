"""What was kept of words of money, and why; the database keeps that, and takes out the words of a withdrawn comment."""

from django.db import migrations

KEPT = """
CREATE FUNCTION members_keptwording_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.passage = ''
       AND (OLD.id, OLD.about, OLD.title, OLD.url, OLD.field, OLD.explanation, OLD.organization_id, OLD.person_id, OLD.kept_at)
         IS NOT DISTINCT FROM
           (NEW.id, NEW.about, NEW.title, NEW.url, NEW.field, NEW.explanation, NEW.organization_id, NEW.person_id, NEW.kept_at)
       AND EXISTS (
           SELECT FROM members_comment
           WHERE 'comment:' || id = OLD.about AND withdrawn_at IS NOT NULL AND text = '') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was explained is kept as it was written' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keptwording_is_kept BEFORE UPDATE OR DELETE ON members_keptwording
    FOR EACH ROW EXECUTE FUNCTION members_keptwording_is_kept();

-- Whoever takes the words of a comment away, by whatever way, takes them from here, too.
CREATE FUNCTION members_comment_takes_passages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members_keptwording SET passage = '' WHERE about = 'comment:' || NEW.id AND passage <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER comment_takes_passages AFTER UPDATE ON members_comment
    FOR EACH ROW WHEN (NEW.withdrawn_at IS NOT NULL AND NEW.text = '')
    EXECUTE FUNCTION members_comment_takes_passages();
"""
NOT_KEPT = """
DROP TRIGGER comment_takes_passages ON members_comment;
DROP FUNCTION members_comment_takes_passages;
DROP TRIGGER keptwording_is_kept ON members_keptwording;
DROP FUNCTION members_keptwording_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0025_words")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
