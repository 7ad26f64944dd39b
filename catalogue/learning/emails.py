from django.core.mail import EmailMessage
from django.urls import reverse

from catalogue.learning.models import Enrolment
from outillerie.accounts.models import User
from outillerie.notifications.emails import plain_mail, speaking_to
from outillerie.pages.queries import absolute


def enrolled_mail(enrolment: Enrolment, *, by: User) -> EmailMessage:
    """Return the mail to somebody whom a trainer enrolled and who had no account: who did, in what, how to leave."""
    context = {
        "trainer": by.shown_name(),
        "path": enrolment.version.title,
        "organisation": enrolment.path.organisation.name if enrolment.path.organisation else "",
        "address": absolute(enrolment.get_absolute_url()),
        "my_data_address": absolute(reverse("my-data")),
    }
    with speaking_to(enrolment.person):
        return plain_mail("enrolled", enrolment.person.email, context)
