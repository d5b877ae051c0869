"""Settings, addresses and the WSGI entry: what ties the parts to one running program."""
