"""The database keeps what was said: the text before a change as a revision, withdrawn words nowhere, the rest as it was."""

from django.db import migrations

COMMENTS = """
-- A reply answers the first comment of a thread in its own discussion.
CREATE FUNCTION members_comment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.thread_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM members_comment
        WHERE id = NEW.thread_id AND discussion_id = NEW.discussion_id AND thread_id IS NULL) THEN
        RAISE EXCEPTION 'a reply answers the first comment of a thread in its own discussion'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_fits BEFORE INSERT ON members_comment
    FOR EACH ROW EXECUTE FUNCTION members_comment_fits();

-- What may change: the text, with its version; that it is withdrawn, once; and then, that its text goes.
CREATE FUNCTION members_comment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (OLD.id, OLD.discussion_id, OLD.thread_id, OLD.author_id, OLD.organization_id, OLD.key, OLD.created_at)
         IS NOT DISTINCT FROM
           (NEW.id, NEW.discussion_id, NEW.thread_id, NEW.author_id, NEW.organization_id, NEW.key, NEW.created_at) THEN
        IF OLD.withdrawn_at IS NOT NULL THEN
            IF (OLD.version, OLD.edited_at, OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.reason)
                 IS NOT DISTINCT FROM (NEW.version, NEW.edited_at, NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.reason)
               AND (NEW.text = '' OR NEW.text = OLD.text) THEN
                RETURN NEW;
            END IF;
        ELSIF NEW.withdrawn_at IS NOT NULL THEN
            IF NEW.version = OLD.version AND (NEW.text = '' OR NEW.text = OLD.text) THEN RETURN NEW; END IF;
        ELSIF NEW.text = OLD.text THEN
            IF NEW.version = OLD.version AND NEW.edited_at IS NOT DISTINCT FROM OLD.edited_at THEN RETURN NEW; END IF;
        ELSIF NEW.version = OLD.version + 1 AND NEW.edited_at IS NOT NULL THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a comment is edited or withdrawn, never deleted or passed off as another'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER comment_is_kept BEFORE UPDATE OR DELETE ON members_comment
    FOR EACH ROW EXECUTE FUNCTION members_comment_is_kept();

-- Whoever changes a text, by whatever way, leaves the former one; whoever takes the words away, takes those, too.
CREATE FUNCTION members_comment_leaves_trace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text = '' AND NEW.withdrawn_at IS NOT NULL THEN
        DELETE FROM members_commentrevision WHERE comment_id = NEW.id;
    ELSIF NEW.text <> OLD.text THEN
        INSERT INTO members_commentrevision (comment_id, author_id, version, text, written_at)
        VALUES (OLD.id, OLD.author_id, OLD.version, OLD.text, coalesce(OLD.edited_at, OLD.created_at));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER comment_leaves_trace AFTER UPDATE ON members_comment
    FOR EACH ROW EXECUTE FUNCTION members_comment_leaves_trace();

-- An earlier text goes only with the words of a withdrawn comment, or with the account of its author.
CREATE FUNCTION members_commentrevision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM members_comment c JOIN members_person p ON p.id = c.author_id
        WHERE c.id = OLD.comment_id
          AND ((c.withdrawn_at IS NOT NULL AND c.text = '') OR p.deleted_at IS NOT NULL)) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the earlier texts of a comment are kept as they were written'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER commentrevision_is_kept BEFORE UPDATE OR DELETE ON members_commentrevision
    FOR EACH ROW EXECUTE FUNCTION members_commentrevision_is_kept();
"""
NO_COMMENTS = """
DROP TRIGGER commentrevision_is_kept ON members_commentrevision;
DROP FUNCTION members_commentrevision_is_kept;
DROP TRIGGER comment_leaves_trace ON members_comment;
DROP FUNCTION members_comment_leaves_trace;
DROP TRIGGER comment_is_kept ON members_comment;
DROP FUNCTION members_comment_is_kept;
DROP TRIGGER comment_fits ON members_comment;
DROP FUNCTION members_comment_fits;
"""

# As 0019 has it, and besides: what activity told of a comment goes once the comment was edited or withdrawn.
ACTIVITY = """
CREATE OR REPLACE FUNCTION members_activity_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (OLD.id, OLD.kind, OLD.occurred_at, OLD.url, OLD.topics, OLD.audience, OLD.before, OLD.after)
         IS NOT DISTINCT FROM (NEW.id, NEW.kind, NEW.occurred_at, NEW.url, NEW.topics, NEW.audience, NEW.before, NEW.after)
       AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
       AND (NEW.organization_id IS NULL OR NEW.organization_id = OLD.organization_id)
       AND ((NEW.title, NEW.text) = (OLD.title, OLD.text)
            OR (NEW.title = 'A former member' AND NEW.text = '' AND EXISTS (
                SELECT FROM members_person
                WHERE deleted_at IS NOT NULL AND 'person:' || id = ANY (OLD.topics)))
            {unless}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'activity rows are kept as they were written' USING ERRCODE = 'restrict_violation';
END $$;
"""
TAKEN_BACK = """
            OR (NEW.title = OLD.title AND NEW.text = '' AND OLD.kind LIKE 'comment.%' AND EXISTS (
                SELECT FROM members_comment
                WHERE id IN (SELECT split_part(topic, ':', 2)::bigint FROM unnest(OLD.topics) AS topic
                             WHERE topic LIKE 'comment:%')
                  AND (edited_at IS NOT NULL OR withdrawn_at IS NOT NULL)))"""


class Migration(migrations.Migration):
    dependencies = [("members", "0021_members_confirmed")]
    operations = [
        migrations.RunSQL(COMMENTS, NO_COMMENTS),
        migrations.RunSQL(ACTIVITY.format(unless=TAKEN_BACK), ACTIVITY.format(unless="")),
    ]
