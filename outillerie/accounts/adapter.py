"""How django-allauth speaks here: one place to sign in, addresses built from the configured site."""

from allauth.account.adapter import DefaultAccountAdapter

from outillerie.pages.queries import absolute


class Adapter(DefaultAccountAdapter):
    def get_email_confirmation_url(self, request, emailconfirmation):
        return absolute(f"/compte/confirm-email/{emailconfirmation.key}/")

    def get_from_email(self):
        from django.conf import settings

        return settings.DEFAULT_FROM_EMAIL
