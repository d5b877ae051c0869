#!/bin/sh
# Programs of others that are too large for every set-up: `make validate` and `make bench` measure against them.
# Usage: setup/peers.sh
set -eu
echo "Fetching the peers to measure against (once; about 400 MB on the disk)"
.venv/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-peers.lock
touch .venv/peers
