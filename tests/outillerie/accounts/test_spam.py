"""Programs that fill every field make no account, and learn nothing of it."""

import pytest
from django.test import Client
from django.urls import reverse

from outillerie.accounts.models import User
from tests.outillerie.accounts.entries import form_of

pytestmark = pytest.mark.django_db


def sign_up(address, **more):
    return Client().post(reverse("account_signup"), {**form_of("account_signup", address), **more}, follow=True)


def test_a_field_that_people_do_not_see_stops_who_fills_it(mailoutbox):
    answer = sign_up("spam@example.org", website="https://spam.example")
    assert (answer.status_code, User.objects.count(), mailoutbox) == (200, 0, [])


def test_whoever_is_stopped_gets_the_same_answer_as_everyone():
    stopped, welcome = sign_up("spam@example.org", website="x"), sign_up("noe@example.org", website="")
    assert stopped.redirect_chain[0] == welcome.redirect_chain[0]
    assert User.objects.values_list("email", flat=True).get() == "noe@example.org"
