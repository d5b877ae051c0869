"""What clinics claim: the register, and a page held against it."""
