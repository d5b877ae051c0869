"""The stored facts of accounts, one aggregate a file."""

from deqi.accounts.models.clinic import Clinic, Membership, Role
from deqi.accounts.models.user import User

__all__ = ["Clinic", "Membership", "Role", "User"]
