"""The season programmes on paper, made by the worker once for each state of them, and kept until the next."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from catalogue.agenda.documents import programme_pdf
from catalogue.agenda.models import ProgrammePrint
from catalogue.agenda.programme import ProgrammeTooLong, programme_of, request_of, state_of
from outillerie.outbox.actions import handles
from outillerie.pages.arranging import forget_prints
from outillerie.printing.renderer import RenderingFailed

# Anyone may ask for any territory and any dates: what nobody asked for lately is made again when somebody does.
KEPT = timedelta(days=7)


@handles("season-programme", lease=timedelta(minutes=5))
def make_programme(payload: dict) -> None:
    """Make a programme and keep it, instead of those of older states. Running again makes the same bytes."""
    made = ProgrammePrint.objects.filter(pk=payload["print"]).first()
    if made is None or made.state == ProgrammePrint.State.READY:
        return
    try:
        request = request_of(made.asked)
        printed = programme_of(request) if request else None
        if printed is None or state_of(printed) != made.sha256:
            # Sessions changed meanwhile: whoever asks again asks for what they have become.
            made.delete()
            return
        data = programme_pdf(printed)
    except (RenderingFailed, ProgrammeTooLong):
        ProgrammePrint.objects.filter(pk=made.pk).update(state=ProgrammePrint.State.FAILED)
        return
    made.file.save(f"{name_of(made.asked)}.pdf", ContentFile(data), save=False)
    made.size, made.state, made.ready_at = len(data), ProgrammePrint.State.READY, timezone.now()
    made.save()
    forget_older(made)


def forget_older(made: ProgrammePrint) -> None:
    """Delete the older states of the same programme, and those that nobody asked for lately."""
    others = ProgrammePrint.objects.exclude(pk=made.pk)
    forget_prints(others.filter(asked=made.asked))
    forget_prints(others.filter(requested_at__lt=timezone.now() - KEPT))


def name_of(asked: dict) -> str:
    return f"programme-{asked['territory']}-{asked['first']}-{asked['form']}"
