"""Awarding by hand: to one person, or to a list that is read, shown line by line, then launched."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from badges.achievements.permissions import can_award
from badges.achievements.queries import newest_version
from badges.awarding import batches
from badges.awarding.actions import NotEarnedYet, award_by_hand
from badges.awarding.deciding import may_be_noted, note_decision
from badges.awarding.formats.award_lists import AwardList, award_list_from
from badges.awarding.forms import AwardListForm, ByHandForm
from badges.awarding.imports import award_list
from badges.awarding.models import AwardBatch
from badges.awarding.showing import people_to_award
from badges.awarding.views import awarded_by
from badges.awarding.wording import rule_sentence
from catalogue.learning.views import FORM_METHODS, MOST_DEEDS, is_a_deed, sent
from outillerie.accounts.models import User
from outillerie.discovery.listing import pagination
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

KEPT_LIST = "list-of-awards"
LINES_ON_A_PAGE = 40


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def award_one(request, slug):
    achievement = awarded_by(request, slug)
    version = newest_version(achievement)
    form, missing = ByHandForm(sent(request), people=people_to_award(request.user, achievement)), ""
    if form.is_valid():
        try:
            return given_by_hand(request, version, **form.cleaned_data)
        except NotEarnedYet as refusal:
            missing = str(refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "achievement": achievement,
        "form": form,
        "missing": missing,
        "can_note": bool(missing) and may_be_noted(version),
        "rule": rule_sentence(version.content.rule),
    }
    return render(request, "awarding/by_hand.html", context, status=422 if missing or form.errors else 200)


def given_by_hand(request, version, *, run, person=None, **facts):
    """Award the badge, or note the decision, as the form asks; then lead to what was done."""
    facts["person"] = User.objects.filter(pk=person).first()
    if request.POST.get("deed") == "note" and may_be_noted(version):
        note_decision(version, by=request.user, **facts)
        messages.success(request, _("Your decision is noted. The badge is awarded once the rest is done."))
        return redirect("awards", version.achievement.slug)
    given = award_by_hand(version, by=request.user, run=run, **facts)
    if given.issued_at:
        messages.info(request, _("This person holds this badge already: here it is."))
    else:
        messages.success(request, _("The badge is awarded. It is signed in a moment, and its holder is told."))
    return redirect("one-award", given.uuid)


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def award_a_list(request, slug):
    """Read a list, show line by line what it would do, and launch it once that is confirmed."""
    achievement = awarded_by(request, slug)
    if request.POST.get("deed") == "launch":
        return launched(request, achievement)
    form, report, key = AwardListForm(sent(request), request.FILES or None), None, uuid4()
    if form.is_valid():
        data, name = form.data_sent()
        facts = {"reason": form.cleaned_data["reason"], "run": form.cleaned_data["run"], "file_name": name}
        try:
            table = award_list(data)
        except Refused as refusal:
            form.add_error("file" if name else "text", str(refusal))
        else:
            report = batches.rehearse(achievement, table, run=facts["run"])
            request.session[KEPT_LIST] = {"badge": achievement.pk, "table": table.to_dict(), "facts": facts}
    context = {"achievement": achievement, "form": form, "report": report, "key": key}
    return render(request, "awarding/list.html", context, status=422 if form.errors else 200)


def launched(request, achievement):
    """Launch the list that was shown. The key is that of the page: pressed twice, it is one list."""
    key = key_of(request)
    if existing := AwardBatch.objects.filter(key=key, asked_by=request.user).first():
        return redirect(existing)
    kept = request.session.get(KEPT_LIST, {})
    if kept.get("badge") != achievement.pk:
        messages.error(request, _("This list is no longer here. Send your file again."))
        return redirect("award-list", achievement.slug)
    table: AwardList = award_list_from(kept["table"])
    try:
        batch = batches.launch(achievement, table, by=request.user, key=key, **kept["facts"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("award-list", achievement.slug)
    del request.session[KEPT_LIST]
    return redirect(batch)


def key_of(request) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise Http404 from error


@login_required
@never_cache
@require_safe
def award_batch(request, pk):
    """Show what became of each line. While some wait, the page comes again by itself."""
    batch = get_object_or_404(AwardBatch.objects.select_related("achievement__issuer"), pk=pk)
    if not can_award(request.user, batch.achievement):
        raise Http404
    counts = batches.counts_of(batch)
    page = Paginator(batch.lines.select_related("credential"), LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    pages = pagination(page.number, page.paginator.num_pages, "?page={}".format)
    response = render(request, "awarding/batch.html", {"batch": batch, "counts": counts, "lines": page, **pages})
    if counts["waiting"]:
        response["Refresh"] = "5"
    return response
