"""What a person does with the mail that the site sends."""

import re

from django.core import mail
from django.urls import reverse


def last_mail_to(address):
    return [message for message in mail.outbox if message.to == [address]][-1]


def code_in_mail_to(address):
    return re.search(r"^ {4}(\d{6})$", last_mail_to(address).body, re.MULTILINE)[1]


def ask_for_code(client, address, **data):
    return client.post(reverse("account_login"), {"email": address, **data})


def sign_in_by_code(client, address, **data):
    """Ask for a code, read it, type it; return the last answer."""
    asked = ask_for_code(client, address, **data)
    return client.post(asked.url, {"code": code_in_mail_to(address), **data})


def sign_in_by_password(client, address, password="une phrase de passe longue", **data):
    return client.post(reverse("account_login_by_password"), {"login": address, "password": password, **data})


def is_signed_in(client):
    return "_auth_user_id" in client.session
