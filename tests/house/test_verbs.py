"""Whatever changes the coalition is on record: each verb reaches `activity.record`, or has a reason not to."""

from tests.house.verbs import FLOORS, leaves_an_entry, modules, verbs

A_DRAFT = "a draft changes nothing until it is sent, and that is on record"
OF_ONESELF = "what somebody follows or is mailed is their own affair and changes nothing for others"
SEED = "what migrations and commands load at the start is told by the release notes"
A_LETTER = "it writes the mail of a period; what it tells of is on record already"

ERASED = "it erases within the deletion of an account, which is on record without saying whose"
A_FILE = "nothing of the file is seen by others until its rows are posted or withdrawn, each of which is on record"
A_PART = "a part of the verbs of a match, each of which is on record"

EXEMPT = {
    "members.admission.start_application": A_DRAFT,
    "members.admission.describe_organization": A_DRAFT,
    "members.nudging.nudge_admins": A_LETTER,
    "members.letters.ask_to_accept": A_LETTER,
    "members.letters.confirmation": A_LETTER,
    "members.reacceptance.send_letters": A_LETTER,
    "resources.letters.does_it_stand": A_LETTER,
    "members.conversation.say": "the message is itself the record, and nothing changes by it",
    "members.digests.assembling.assemble": A_LETTER,
    "members.digests.assembling.assemble_due": A_LETTER,
    "members.personal_data.erase": ERASED,
    "members.erasing.erase_activity": ERASED,
    "members.erasing.erase_invitations": ERASED,
    "members.erasing.erase_log": ERASED,
    "members.erasing.erase_mail": ERASED,
    "members.erasing.erase_what_requests_told": ERASED,
    "members.erasing.end_sessions": ERASED,
    "projects.files.keeping.keep": "the verb that attaches the file records it",
    "members.guarding.check_words": "a part of the verbs that keep a text, each of which is on record",
    "members.discussions.following.discussion_of": "an empty one changes nothing; its first comment is on record",
    "members.discussions.following.follow_discussion": OF_ONESELF,
    "members.discussions.following.follow_what_one_wrote_in": OF_ONESELF,
    "members.discussions.following.mute_discussion": OF_ONESELF,
    "members.discussions.following.unfollow_discussion": OF_ONESELF,
    "members.erasing.erase_withdrawn_words": ERASED,
    "projects.following.follow": OF_ONESELF,
    "projects.highlights.choose_mail": OF_ONESELF,
    "projects.following.unfollow": OF_ONESELF,
    "projects.following.follow_project": OF_ONESELF,
    "projects.following.unfollow_project": OF_ONESELF,
    "projects.slips.tell_in_vain": "it tells of what the verb that dropped or closed it has put on record",
    "resources.catalogue.load": SEED,
    "resources.catalogue.load_packs": SEED,
    "resources.catalogue.load_substitutes": SEED,
    "resources.importing.batches.mend_rows": A_FILE,
    "resources.importing.batches.receive_file": A_FILE,
    "resources.importing.batches.choose_columns": A_FILE,
    "resources.importing.batches.give_meaning": A_FILE,
    "resources.importing.batches.replace_alike": A_FILE,
    "resources.importing.batches.start_import": A_FILE,
    "resources.importing.batches.start_taking_back": A_FILE,
    "resources.importing.batches.throw_away": A_FILE,
    "resources.lifecycle.answers.note_seen": "that somebody has looked changes nothing, and stands on the page",
    "resources.lifecycle.ledger.hold": A_PART,
    "resources.lifecycle.ledger.move": A_PART,
    "resources.lifecycle.ledger.write": A_PART,
}


def test_every_verb_leaves_an_entry_in_the_audit_trail() -> None:
    house = modules()
    silent = {verb for verb in verbs(house) if not leaves_an_entry(verb, house)}
    assert silent - EXEMPT.keys() == set(), "Record what happened, or give the reason in EXEMPT why not."
    assert EXEMPT.keys() - silent == set(), "These need no exemption any more."


def test_the_verbs_are_found() -> None:
    found = set(verbs(modules()))
    assert {
        "members.standing.suspend",
        "projects.posting.post_project",
        "resources.lifecycle.proposals.propose_match",
    } <= found
    assert {verb.partition(".")[0] for verb in found} == set(FLOORS)


def test_a_verb_that_records_nothing_is_seen() -> None:
    house = modules()
    del house["members.standing"].names["activity"]
    assert not leaves_an_entry("members.standing.suspend", house)
