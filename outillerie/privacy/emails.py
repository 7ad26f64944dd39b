"""What is written to people about their data."""

from django.core.mail import EmailMessage
from django.urls import reverse

from outillerie.accounts.models import User
from outillerie.notifications.emails import plain_mail, speaking_to
from outillerie.pages.queries import absolute


def mail_to(person: User, name: str, **facts) -> EmailMessage:
    with speaking_to(person):
        context = {"my_data_address": absolute(reverse("my-data")), **facts}
        return plain_mail(name, person.email, context)


def export_ready_mail(person: User) -> EmailMessage:
    return mail_to(person, "export_ready")


def erasure_code_mail(person: User, code: str) -> EmailMessage:
    return mail_to(person, "erasure_code", code=code)


def account_erased_mail(person: User) -> EmailMessage:
    return mail_to(person, "account_erased", address=person.email)


def idle_mail(person: User, *, erased_on, days: int) -> EmailMessage:
    login = absolute(reverse("account_login"))
    return mail_to(person, "idle_account", erased_on=erased_on, days=days, login_address=login)


def idle_staff_mail(administrator: User, people: list[User]) -> EmailMessage:
    return mail_to(administrator, "idle_staff", people=people)
