"""One badge, as its holder finds it: shown or hidden, taken away, shared. For anybody else it does not exist."""

from functools import wraps
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from badges.achievements.pictures import social_picture
from badges.awarding.models import Credential
from badges.backpack import queries, wallets
from badges.backpack.archiving import archive_of
from badges.backpack.certificate import certificate_pdf
from badges.backpack.papers import paper_of
from badges.backpack.permissions import can_take_badge, is_shown
from badges.backpack.showing import badge_page
from badges.backpack.taking import file_of
from badges.backpack.views import FORM, MOST_DEEDS, change_visibility, is_a_deed
from catalogue.exchange.paper import pdf_answer
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled
from outillerie.printing.ornaments import qr_code
from outillerie.printing.renderer import RenderingFailed

MOST_FILES, MOST_CERTIFICATES, MOST_ARCHIVES = 60, 20, 5
CERTIFICATES = {
    "certificat": {},
    "certificat-econome": {"is_economical": True},
    "certificat-gros-caracteres": {"is_large_print": True},
}
A_DAY = "public, max-age=86400"
DRAWING = 1


def of_its_holder(view):
    """Give the view a badge, with all that is drawn from it, when it is of whoever is signed in."""

    @login_required
    @wraps(view)
    def found(request, uuid, **parts):
        rows = Credential.objects.select_related(
            "version__svg", "version__png", "version__achievement", "issuer", "holder"
        )
        credential = rows.filter(uuid=uuid).first()
        if credential is None or not can_take_badge(request.user, credential):
            raise Http404
        return view(request, credential, **parts)

    return found


@never_cache
@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@of_its_holder
def my_badge(request, credential):
    """Show one's badge. A press shows it, hides it, or opens it to a wallet for a quarter of an hour."""
    if not is_a_deed(request):
        return render(request, "backpack/badge.html", badge_page(credential))
    if "wallet" not in request.POST:
        change_visibility(request)
        return redirect("my-badge", credential.uuid)
    if credential.state != Credential.State.ISSUED:
        return redirect("my-badge", credential.uuid)
    link = wallets.wallet_url(wallets.exchange_token(credential))
    wallet = {"url": link, "qr": f"data:image/svg+xml,{quote(qr_code(link))}"}
    return render(request, "backpack/badge.html", {**badge_page(credential), "wallet": wallet})


@never_cache
@require_safe
@throttled(most=MOST_FILES)
@of_its_holder
def badge_file(request, credential, name):
    """Give one file of a badge, as it is: an image that is made again elsewhere no longer holds its badge."""
    file = file_of(credential, name)
    if file is None:
        raise Http404
    answer = HttpResponse(file.content, content_type=file.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{credential.version.achievement.slug}-{name}"'
    return answer


@never_cache
@require_safe
@throttled(most=MOST_CERTIFICATES)
@of_its_holder
def certificate(request, credential, form):
    if form not in CERTIFICATES:
        raise Http404
    try:
        pdf = certificate_pdf(paper_of(credential), **CERTIFICATES[form])
    except (Refused, RenderingFailed) as refusal:
        messages.error(request, str(refusal))
        return redirect("my-badge", credential.uuid)
    return pdf_answer(pdf, f"{form}-{credential.version.achievement.slug}")


@never_cache
@require_safe
@throttled(most=MOST_ARCHIVES)
@login_required
def all_badges(request):
    """Give every badge of one's bag, with all that verifies them once this site is gone."""
    if not queries.badges_of(request.user).exists() and not queries.foreign_badges_of(request.user).exists():
        raise Http404
    answer = StreamingHttpResponse(archive_of(request.user), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="mes-badges.zip"'
    return answer


@require_safe
def given_picture(request, uuid):
    """Give the picture that stands for a badge where its address is shared: for a badge that is shown, drawn once for
    each version."""
    credential = Credential.objects.select_related("version__svg").filter(uuid=uuid).first()
    if credential is None or credential.state != Credential.State.ISSUED or not is_shown(credential):
        raise Http404
    image = credential.version.svg
    name = f"badges/partage/{image.sha256[:16]}-{DRAWING}.png"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(social_picture(bytes(image.content))))
    answer = FileResponse(default_storage.open(name, "rb"), content_type="image/png")
    answer["Cache-Control"] = A_DAY
    return answer
