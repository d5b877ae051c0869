"""Who works here: User, Clinic, Membership. A patient is not a user."""
