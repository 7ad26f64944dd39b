"""What a person was told, how they want to be told, and the way out that each mail carries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outillerie.accounts.models import User
from outillerie.discovery.listing import pagination
from outillerie.discovery.search_request import page_number
from outillerie.notifications import actions
from outillerie.notifications.emails import read_unsubscribe_token, unsubscribe_token
from outillerie.notifications.forms import PreferencesForm
from outillerie.notifications.kinds import is_known, label_of
from outillerie.notifications.models import Notification
from outillerie.notifications.queries import lines_of, notifications_of, unread_count

LINES_PER_PAGE = 20


@require_safe
@login_required
def notifications(request):
    page = Paginator(notifications_of(request.user), LINES_PER_PAGE).get_page(page_number(request.GET))
    context = {
        "lines": lines_of(request.user, list(page)),
        "unread": unread_count(request.user),
        **pagination(page.number, page.paginator.num_pages, lambda number: f"?page={number}"),
    }
    return render(request, "notifications/list.html", context)


@require_safe
@login_required
def notification(request, pk):
    """Mark one's own notification as read, and go where it leads."""
    row = get_object_or_404(Notification.objects.select_related("kit", "actor"), pk=pk, person=request.user)
    actions.mark_read(row)
    [line] = lines_of(request.user, [row])
    if line.is_visible:
        return redirect(line.path)
    messages.info(request, _("What this was about is no longer public, or no longer shared with you."))
    return redirect("notifications")


@require_POST
@login_required
def all_read(request):
    actions.mark_all_read(request.user)
    return redirect("notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request):
    form = PreferencesForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.choose_mail(request.user, form.cleaned_data)
        messages.success(request, _("Your choices are kept."))
        return redirect("notification-preferences")
    return render(request, "notifications/preferences.html", {"form": form})


# A mail program posts here for its reader, without any cookie: the signature of the address is the proof (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Show a button; act when it is pressed. Scanners of mail follow every link (ATK-SES-04)."""
    person, kind = bearer_of(token)
    state = "asked"
    if request.method == "POST":
        state = "undone" if "undo" in request.POST else "done"
        act = actions.subscribe_again if state == "undone" else actions.unsubscribe
        act(person, kind)
    context = {
        "state": state,
        "kind_label": label_of(kind) if kind else "",
        "everything_token": unsubscribe_token(person, "") if kind else "",
    }
    return render(request, "notifications/unsubscribe.html", context)


def bearer_of(token: str) -> tuple[User, str]:
    try:
        person_id, kind = read_unsubscribe_token(token)
    except BadSignature as error:
        raise Http404 from error
    if kind and not is_known(kind):
        raise Http404
    return get_object_or_404(User, pk=person_id), kind
