"""The vocabulary that every engine speaks: frozen values, no I/O."""
