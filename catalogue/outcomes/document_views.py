"""Documents of a session, made when they are asked for: their own for who came, anybody's for who organises."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.exchange.paper import pdf_answer
from catalogue.outcomes.documents import FOR_PARTICIPANTS, LABELS, attended, missing_facts, papers_pdf
from catalogue.outcomes.showing import session_documents
from catalogue.outcomes.views import recorded_session
from catalogue.registering.links import registration_by_key
from catalogue.registering.models import Registration
from catalogue.registering.queries import participants_of
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled
from outillerie.printing.renderer import RenderingFailed

MOST_DOCUMENTS = 20


def loaded(rows):
    return rows.select_related("person", "place__venue", "place__territory")


@never_cache
@require_safe
@throttled(most=MOST_DOCUMENTS)
def my_document(request, key, kind):
    """Give one document of their own to who holds the address of a registration, signed in or not."""
    found = registration_by_key(key)
    if found is None or kind not in FOR_PARTICIPANTS or found.state != Registration.State.REGISTERED:
        raise Http404
    registration = loaded(Registration.objects).get(pk=found.pk)
    people = attended(found.session, [registration])
    try:
        pdf = papers_pdf(kind, people)
    except (Refused, RenderingFailed) as refusal:
        context = {"session": found.session, "label": LABELS[kind], "refusal": str(refusal)}
        return render(request, "outcomes/not_printable.html", context, status=409)
    return pdf_answer(pdf, f"{kind}-{found.session.slug}")


@never_cache
@require_safe
@login_required
def documents(request, pk):
    """List the documents of a session: for whom each is ready, and what the others lack."""
    session = recorded_session(request, pk)
    people = list(loaded(participants_of(session)))
    context = {"session": session, "papers": session_documents(session, people)}
    return render(request, "outcomes/documents.html", context)


@never_cache
@require_safe
@throttled(most=MOST_DOCUMENTS)
@login_required
def document(request, pk, kind):
    """Print `kind` for everybody who may have it, or for `?personne=` alone."""
    session = recorded_session(request, pk)
    if kind not in LABELS:
        raise Http404
    rows, asked = loaded(participants_of(session)), request.GET.get("personne", "")
    if asked:
        rows = rows.filter(pk=asked) if asked.isdigit() else rows.none()
    people = attended(session, rows)
    if not asked:
        people = [seen for seen in people if not missing_facts(kind, seen)]
    try:
        pdf = papers_pdf(kind, people, is_employed=request.GET.get("salaries") == "oui")
    except (Refused, RenderingFailed) as refusal:
        messages.error(request, str(refusal))
        return redirect("session-documents", session.pk)
    return pdf_answer(pdf, f"{kind}-{session.slug}")
