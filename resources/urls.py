"""The map of the resources floor."""

from django.urls import URLPattern, path

from resources.views import catalogue, offers, requests

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
    # Requests
    path("requests/", requests.request_list, name="request_list"),
    path("requests/new/", requests.request_new, name="request_new"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/edit/", requests.request_edit, name="request_edit"),
    path("requests/<int:pk>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("requests/<int:pk>/reopen/", requests.request_reopen, name="request_reopen"),
]
