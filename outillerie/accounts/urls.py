"""Addresses of an account, named as django-allauth names them. None of these pages may be kept by anybody."""

from allauth.account import views as allauth
from django.urls import path
from django.views.decorators.cache import never_cache

from outillerie.accounts import views


def personal(route, view, name):
    return path(route, never_cache(view), name=name)


urlpatterns = [
    # Signing in starts with a code by e-mail: whoever links to sign-in, allauth included, comes here.
    personal("connexion/", allauth.request_login_code, "account_login"),
    personal("connexion/", allauth.request_login_code, "account_request_login_code"),
    personal("connexion/code/", views.confirm_login_code, "account_confirm_login_code"),
    personal("connexion/mot-de-passe/", allauth.login, "account_login_by_password"),
    personal("deconnexion/", views.log_out, "account_logout"),
    personal("inscription/", allauth.signup, "account_signup"),
    personal("inactif/", allauth.account_inactive, "account_inactive"),
    personal("confirmation/", allauth.reauthenticate, "account_reauthenticate"),
    personal("adresses/", allauth.email, "account_email"),
    personal("adresses/code/", allauth.email_verification_sent, "account_email_verification_sent"),
    personal("mot-de-passe/", allauth.password_change, "account_change_password"),
    personal("mot-de-passe/premier/", allauth.password_set, "account_set_password"),
    personal("mot-de-passe/oublie/", allauth.password_reset, "account_reset_password"),
    personal(
        "mot-de-passe/oublie/code/",
        allauth.confirm_password_reset_code,
        "account_confirm_password_reset_code",
    ),
    personal("mot-de-passe/oublie/nouveau/", allauth.complete_password_reset, "account_complete_password_reset"),
    personal("mot-de-passe/oublie/fait/", allauth.password_reset_from_key_done, "account_password_reset_completed"),
]
