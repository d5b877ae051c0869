"""How fast deqi is beside other programs: `make bench`."""
