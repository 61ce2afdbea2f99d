"""The map of the resources floor."""

from django.urls import URLPattern, path

from resources.views import (
    achievements,
    board,
    casework,
    catalogue,
    confirming,
    disputes,
    gaps,
    import_acts,
    imports,
    match_answers,
    match_deliveries,
    matches,
    neutrality,
    offers,
    proposals,
    requests,
)

app_name = "resources"

urlpatterns: list[URLPattern] = [
    # Catalogue
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    # Offers
    path("offers/", offers.offer_list, name="offer_list"),
    path("offers/new/", offers.offer_new, name="offer_new"),
    path("offers/<int:pk>/", offers.offer_page, name="offer"),
    path("offers/<int:pk>/edit/", offers.offer_edit, name="offer_edit"),
    path("offers/<int:pk>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("offers/<int:pk>/reopen/", offers.offer_reopen, name="offer_reopen"),
    path("offers/<int:pk>/confirm/", offers.offer_confirm, name="offer_confirm"),
    path("offers/<int:pk>/ask/", proposals.offer_ask, name="offer_ask"),
    # Requests
    path("requests/", requests.request_list, name="request_list"),
    path("requests/new/", requests.request_new, name="request_new"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/edit/", requests.request_edit, name="request_edit"),
    path("requests/<int:pk>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("requests/<int:pk>/reopen/", requests.request_reopen, name="request_reopen"),
    path("requests/<int:pk>/confirm/", requests.request_confirm, name="request_confirm"),
    # Whether they still stand
    path("unconfirmed/", confirming.unconfirmed, name="unconfirmed"),
    path("unconfirmed/confirm/", confirming.confirm_all, name="confirm_all"),
    path("still-stands/<str:token>/", confirming.still_stands, name="still_stands"),
    path("requests/<int:pk>/offer/", proposals.request_offer, name="request_offer"),
    # Imports of both
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/template/", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/mend/", import_acts.import_mend, name="import_mend"),
    path("imports/<int:pk>/words/", import_acts.import_words, name="import_words"),
    path("imports/<int:pk>/replace/", import_acts.import_replace, name="import_replace"),
    path("imports/<int:pk>/run/", import_acts.import_run, name="import_run"),
    path("imports/<int:pk>/undo/", import_acts.import_undo, name="import_undo"),
    path("imports/<int:pk>/discard/", import_acts.import_discard, name="import_discard"),
    path("imports/<int:pk>/rejects/", imports.import_rejects, name="import_rejects"),
    # The board
    path("board/", board.board, name="board"),
    path("board/gaps/", gaps.gap_list, name="gap_list"),
    path("board/undo/", board.board_undo, name="board_undo"),
    path("board/news/", casework.board_news, name="board_news"),
    path("board/<int:pk>/propose/", board.board_propose, name="board_propose"),
    path("board/<int:pk>/claim/", casework.board_claim, name="board_claim"),
    path("board/<int:pk>/release/", casework.board_release, name="board_release"),
    path("board/<int:pk>/hand-over/", casework.board_hand_over, name="board_hand_over"),
    path("board/<int:pk>/note/", casework.board_note, name="board_note"),
    path("board/<int:pk>/flag/", casework.board_flag, name="board_flag"),
    # What it comes to
    path("achievements/", achievements.achievements, name="achievements"),
    path("achievements/types.csv", achievements.achievements_types, name="achievements_types"),
    path("achievements/regions.csv", achievements.achievements_regions, name="achievements_regions"),
    path("achievements/weeks.csv", achievements.achievements_weeks, name="achievements_weeks"),
    path("neutrality/", neutrality.neutrality, name="neutrality"),
    path("neutrality/groups.csv", neutrality.neutrality_table, name="neutrality_table"),
    # Matches
    path("matches/", matches.match_list, name="match_list"),
    path("matches/<int:pk>/", matches.match, name="match"),
    path("matches/<int:pk>/accept/", match_answers.match_accept, name="match_accept"),
    path("matches/<int:pk>/counter/", match_answers.match_counter, name="match_counter"),
    path("matches/<int:pk>/agree/", match_answers.match_agree, name="match_agree"),
    path("matches/<int:pk>/decline/", match_answers.match_decline, name="match_decline"),
    path("matches/<int:pk>/cancel/", match_answers.match_cancel, name="match_cancel"),
    path("matches/<int:pk>/ship/", match_deliveries.match_ship, name="match_ship"),
    path("matches/<int:pk>/receive/", match_deliveries.match_receive, name="match_receive"),
    path("matches/<int:pk>/return/", match_deliveries.match_return, name="match_return"),
    path("matches/<int:pk>/close/", match_deliveries.match_close, name="match_close"),
    path("matches/<int:pk>/feedback/", match_deliveries.match_feedback, name="match_feedback"),
    path("matches/<int:pk>/dispute/", disputes.match_dispute, name="match_dispute"),
    path("matches/<int:pk>/settle/", disputes.match_settle, name="match_settle"),
]
