"""Pages of what clinics claim: the register, an entry, and a page held against it."""
