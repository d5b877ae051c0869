"""Users, clinics and memberships: what the data base itself refuses."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from deqi.accounts.models import Clinic, Membership, Role, User

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)


@pytest.fixture
def lin() -> User:
    return User.objects.create_user(email=" Lin@Clinic.example ", name="林医师", password="a-long-enough-password")


@pytest.fixture
def clinic() -> Clinic:
    return Clinic.objects.create(name="East Gate", emergency_number="112")


def refused(**changes: object) -> bool:
    try:
        with transaction.atomic():
            Membership.objects.create(**changes)
    except IntegrityError:
        return True
    return False


def test_an_address_is_kept_in_lower_case_and_found_in_any(lin: User) -> None:
    assert lin.email == "lin@clinic.example"
    assert User.objects.get_by_natural_key("LIN@clinic.EXAMPLE") == lin
    assert lin.check_password("a-long-enough-password")
    assert lin.password.startswith("argon2")


def test_one_person_has_one_account(lin: User) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user(email="LIN@clinic.example", name="Another")


def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user(email="  ", name="Nobody")


def test_the_data_base_itself_refuses_an_address_in_capitals(lin: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=lin.pk).update(email="LIN@CLINIC.EXAMPLE")


def test_a_clinic_has_an_emergency_number() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.create(name="East Gate", emergency_number="")


def test_one_open_membership_a_role(lin: User, clinic: Clinic) -> None:
    Membership.objects.create(user=lin, clinic=clinic, role=Role.PRACTITIONER, since=DAY)
    assert refused(user=lin, clinic=clinic, role=Role.PRACTITIONER, since=DAY)
    assert not refused(user=lin, clinic=clinic, role=Role.OWNER, since=DAY)


def test_a_membership_may_begin_again_after_it_ended(lin: User, clinic: Clinic) -> None:
    Membership.objects.create(user=lin, clinic=clinic, role=Role.PRACTITIONER, since=DAY, until=DAY)
    assert not refused(user=lin, clinic=clinic, role=Role.PRACTITIONER, since=DAY)


def test_a_membership_has_a_known_role_and_ends_after_it_begins(lin: User, clinic: Clinic) -> None:
    assert refused(user=lin, clinic=clinic, role="wizard", since=DAY)
    assert refused(user=lin, clinic=clinic, role=Role.OWNER, since=DAY, until=DAY - datetime.timedelta(days=1))


def test_the_migrations_hold_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
