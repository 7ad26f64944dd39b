"""Making sure that who erases an account is its person: their password, or a code by e-mail for those who have none.

A computer that others use may have been left signed in: being signed in is not enough.
"""

import time

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from outillerie.errors import Refused
from outillerie.privacy.emails import erasure_code_mail

KEY = "erasure-code"
CODE_SECONDS = 600
MOST_TRIES = 3


class NotConfirmed(Refused):
    pass


def send_code(request) -> None:
    """Mail a new code, that the session alone remembers."""
    if not ratelimit.consume(request, action="request_login_code", key=f"erasure:{request.user.pk}"):
        raise NotConfirmed(_("You go faster than we can follow. Wait a minute, then try again."))
    code = get_adapter().generate_login_code()
    request.session[KEY] = {"code": code, "at": time.time(), "tries": 0}
    erasure_code_mail(request.user, code).send()


def check_password(request, typed: str) -> None:
    """Raise NotConfirmed unless `typed` is the password of who is signed in."""
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise NotConfirmed(_("Too many attempts. Wait five minutes, then try again."))
    if not request.user.check_password(typed):
        raise NotConfirmed(_("This is not your password. Type it again."))


def check_code(request, typed: str) -> None:
    """Raise NotConfirmed unless `typed` is the code that was sent less than ten minutes ago. Three wrong ones end it."""
    sent = request.session.get(KEY)
    if not sent or time.time() - sent["at"] > CODE_SECONDS:
        request.session.pop(KEY, None)
        raise NotConfirmed(_("This code is no longer valid. Ask for a new one."))
    if constant_time_compare(typed.replace(" ", ""), sent["code"]):
        return
    request.session[KEY] = {**sent, "tries": sent["tries"] + 1}
    if sent["tries"] + 1 >= MOST_TRIES:
        del request.session[KEY]
        raise NotConfirmed(_("This code is wrong for the third time. Ask for a new one."))
    raise NotConfirmed(_("This code is not the one we sent. Check its six digits."))
