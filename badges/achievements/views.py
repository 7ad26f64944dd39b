"""The pages where badges are written: for the trainers of their issuer, and the hub's staff. For others, none."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges.achievements import actions
from badges.achievements.forms import AchievementForm, PublishForm, TranslationForm
from badges.achievements.models import Achievement, AchievementTranslation
from badges.achievements.permissions import (
    can_edit_achievement,
    can_manage_achievements,
    can_publish_achievement,
    issuers_for,
)
from badges.achievements.rule_forms import RuleForm
from badges.achievements.showing import listed, preview, shown
from catalogue.building.views import is_a_deed, seen_other
from catalogue.frameworks.aligning import alignment_workbench, do_alignment
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

PAGE = require_http_methods(["GET", "HEAD", "POST"])


def found_achievement(request, slug: str) -> Achievement:
    found = get_object_or_404(Achievement.objects.select_related("issuer", "image"), slug=slug)
    if not can_edit_achievement(request.user, found):
        raise Http404
    return found


def page_url(achievement: Achievement, anchor: str = "") -> str:
    address = reverse("manage-achievement", args=[achievement.slug])
    return f"{address}#{anchor}" if anchor else address


@require_safe
@login_required
def achievements(request):
    if not can_manage_achievements(request.user):
        raise Http404
    return render(request, "achievements/index.html", listed(request.user))


@never_cache
@PAGE
@login_required
@throttled(most=60, costs=is_a_deed)
def new(request):
    """Begin a badge: everything that it says, in one form."""
    issuers = issuers_for(request.user).filter(is_active=True)
    if not can_manage_achievements(request.user):
        raise Http404
    if not issuers.exists():
        if not can_manage_catalogue(request.user):
            raise Http404
        messages.info(request, _("First say who awards badges here: an issuer, then its keys."))
        return redirect("new-issuer")
    return write(request, Achievement(issuer=issuers.first()))


@never_cache
@PAGE
@login_required
@throttled(most=120, costs=is_a_deed)
def achievement(request, slug):
    """Show and change a badge. What is published keeps what it said then."""
    found = found_achievement(request, slug)
    if "deed" in request.POST:
        return attest(request, found)
    return write(request, found)


def write(request, found: Achievement):
    """Keep what was typed; or show it again with what a button of the form changed."""
    verb, _sign, about = request.POST.get("do", "").partition(":")
    if not is_a_deed(request):
        return show(request, found, *forms_of(request, found))
    if verb != "keep":
        form, rule = forms_of(request, found, typed=request.POST)
        rule.press(verb, about)
        return show(request, found, form, rule, **preview(request.POST))
    form, rule = forms_of(request, found, data=request.POST)
    # Both are read, so that everything to correct is said at once.
    if all([form.is_valid(), rule.is_valid()]):
        try:
            kept = keep(request, form, rule)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your changes are kept."))
            return seen_other(page_url(kept))
    return show(request, found, form, rule, status=422, **preview(request.POST))


def forms_of(request, found: Achievement, *, data=None, typed=None):
    initial = {name: typed.get(name, "") for name in AchievementForm.base_fields} if typed else None
    files = request.FILES if data is not None else None
    form = AchievementForm(data, files, instance=found, user=request.user, initial=initial)
    return form, RuleForm(data, achievement=found, user=request.user, typed=typed)


@transaction.atomic
def keep(request, form: AchievementForm, rule: RuleForm) -> Achievement:
    made, asked = form.instance, rule.asked()
    made.rule = asked
    made.accepts_applications = actions.asks_for_application(asked)
    if form.cleaned_data.get("without_picture"):
        made.image = None
    if picture := form.cleaned_data.get("picture"):
        media_type, content = picture
        made.image = actions.kept_image(content, media_type)
    return actions.keep(made, by=request.user, seen=request.POST.get("seen", ""))


def show(request, found: Achievement, form=None, rule=None, *, status=200, refused=None, **others):
    if form is None:
        form, rule = forms_of(request, found)
    if found.pk:
        # What was typed and refused must not show around the form.
        kept = Achievement.objects.select_related("issuer", "image").get(pk=found.pk)
        picker = alignment_workbench(request, kept.skill_rows, refused=refused)
        context = {**shown(kept), "picker": picker, "publish_form": PublishForm(auto_id="publish-%s")}
    else:
        drawing = reverse("badge-drawing", args=["1-1-boussole"])
        context = {"achievement": None, "title": _("Write a badge"), "drawing": drawing}
    context |= {"form": form, "rule": rule, **others}
    if is_a_deed(request) and "seen" in request.POST:
        context["seen"] = request.POST["seen"]
    return render(request, "achievements/write.html", context, status=status)


def attest(request, found: Achievement):
    refused = do_alignment(request, found.skill_rows)
    if refused is not None:
        return show(request, found, refused=refused, status=422)
    return seen_other(f"{request.get_full_path()}#skills")


@require_POST
@login_required
@throttled(most=30)
def publish(request, slug):
    found = found_achievement(request, slug)
    if not can_publish_achievement(request.user, found):
        raise Http404
    form = PublishForm(request.POST)
    form.is_valid()
    try:
        before, was_archived = found.versions.count(), found.state == Achievement.State.ARCHIVED
        version = actions.publish(found, by=request.user, notes=form.cleaned_data.get("notes", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return seen_other(page_url(found, "lacks"))
    if version.number > before:
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    elif was_archived:
        messages.success(request, _("Version %(number)s is awarded again.") % {"number": version.number})
    else:
        messages.info(request, _("Version %(number)s already says exactly that.") % {"number": version.number})
    return seen_other(page_url(found))


@require_POST
@login_required
@throttled(most=30)
def archive(request, slug):
    found = found_achievement(request, slug)
    try:
        actions.archive(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This badge is no longer awarded. Those that were given stay valid."))
    return seen_other(page_url(found))


@never_cache
@PAGE
@login_required
@throttled(most=60, costs=is_a_deed)
def translation(request, slug, language=""):
    """Say the badge in another language, or remove what it says there."""
    found = found_achievement(request, slug)
    row = AchievementTranslation(achievement=found)
    if language:
        row = get_object_or_404(found.translations, language=language)
        row.achievement = found
    if language and request.POST.get("do") == "remove":
        row.delete()
        messages.success(request, _("The translation is removed."))
        return seen_other(page_url(found, "translations"))
    form = TranslationForm(request.POST if is_a_deed(request) else None, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your changes are kept."))
        return seen_other(page_url(found, "translations"))
    context = {"achievement": found, "form": form, "language": language}
    return render(request, "achievements/translation.html", context, status=422 if form.errors else 200)
