"""How django-allauth speaks here: our sentences, mail as plain text, addresses of the configured site."""

import html

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("Your account already has this address."),
        "email_password_mismatch": _(
            "This address and this password do not go together. Check both, or receive a code by e-mail."
        ),
        "email_taken": _("This address already belongs to an account. Sign in with it."),
        "enter_current_password": _("This is not your current password. Type it again."),
        "incorrect_code": _("This code is not the one we sent. Check its six digits."),
        "incorrect_password": _("This is not your password. Type it again."),
        "rate_limited": _("You go faster than we can follow. Wait a minute, then try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "unverified_primary_email": _("Confirm this address first: we send you a code."),
    }

    def is_safe_url(self, url: str) -> bool:
        """Accept a path of this site only: another host, even ours by another name, is not where one was."""
        is_path = bool(url) and url.startswith("/") and url.isprintable()
        return is_path and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        addresses = {
            "site_url": settings.BASE_URL,
            "signup_url": settings.BASE_URL + reverse("account_signup"),
            "login_url": settings.BASE_URL + reverse("account_login"),
            "password_reset_url": settings.BASE_URL + reverse("account_reset_password"),
        }
        self.render_mail(template_prefix, email, {**context, **addresses, "email": email}).send()

    def render_mail(self, template_prefix, email, context, headers=None) -> EmailMessage:
        """Return plain text, which reads everywhere, aloud too. It has no markup, so nothing is escaped."""
        subject, body = (
            html.unescape(render_to_string(f"{template_prefix}_{part}.txt", context, current.request))
            for part in ("subject", "message")
        )
        return EmailMessage(
            " ".join(subject.split()),
            body.strip() + "\n",
            settings.DEFAULT_FROM_EMAIL,
            [email],
            headers=headers,
        )
