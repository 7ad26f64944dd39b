"""The pages of an account are those of django-allauth; here is what ours add."""

from allauth.account import views as allauth
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST


def confirm_login_code(request):
    """Check the code of a sign-in. Of one that came too late, say so: the page would only ask again."""
    said_before = len(messages.get_messages(request))
    response = allauth.confirm_login_code(request)
    is_sent_back = request.method == "POST" and getattr(response, "url", "") == reverse("account_request_login_code")
    if is_sent_back and len(messages.get_messages(request)) == said_before:
        messages.error(request, _("This code is no longer valid. Ask for a new one."))
    return response


def log_out(request):
    """Sign out, and have the browser of a shared computer forget the pages it kept. Reading choices stay."""
    response = allauth.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def back_office_sign_in(request):
    """Send people to the one sign-in page. Who is signed in and not allowed would go round for ever."""
    if request.user.is_authenticated:
        raise PermissionDenied
    after = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': after})}")


back_office_log_out = require_POST(log_out)


def too_many_requests(request, exception=None):
    response = render(request, "account/too_many.html", status=429)
    response["Retry-After"] = "60"
    return response
