"""A clinic and who works there, in which roles."""

from django.db import models

from deqi.accounts.models.user import User


class Role(models.TextChoices):
    """What a member may do; permissions hang on roles, never on persons."""

    OWNER = "owner"
    PRACTITIONER = "practitioner"
    FRONT_DESK = "front-desk"
    RESEARCHER = "researcher"


class Clinic(models.Model):
    """A place of care. `emergency_number` is what its patients are told to call."""

    name = models.CharField(max_length=200)
    emergency_number = models.CharField(max_length=20)
    time_zone = models.CharField(max_length=60, default="UTC")
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="clinics"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="clinic_has_name"),
            models.CheckConstraint(condition=~models.Q(emergency_number=""), name="clinic_has_emergency_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user works at a clinic in one role; a second role is a second membership."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "clinic", "role"], condition=models.Q(until=None), name="one_open_membership_a_role"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_has_known_role"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} at {self.clinic}"
