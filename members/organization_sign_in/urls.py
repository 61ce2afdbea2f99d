"""Where allauth expects the addresses of a provider; they stand below /accounts/."""

from django.urls import path

from members.organization_sign_in import views

urlpatterns = [
    path("organization/", views.choose, name="organization_sign_in"),
    path("oidc/<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
