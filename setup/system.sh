#!/bin/sh
# What the machine must have: Python with venv, libraries and a Chinese font for PDF, and for the tests a
# browser and PostgreSQL. Missing packages are installed when root on Debian or Ubuntu; otherwise one
# sentence names them with the command to type. Quick when nothing is missing: every `make` asks.
# Usage: setup/system.sh run|test PYTHON
set -eu
what=$1 python=$2

stop() { echo "$*" >&2; exit 1; }
packages=""
need() { packages="$packages $*"; }

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
    stop "deqi needs Python 3.11 or later, and $python does not start (make run PYTHON=python3.12 names another)."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "deqi needs Python 3.11 or later, and $python is $version (make run PYTHON=python3.12 names another)."

has_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; } # Debian ships Python without ensurepip
has_libraries() { "$python" -c 'import sys; from ctypes.util import find_library; sys.exit(not all(map(find_library, sys.argv[1:])))' "$@"; }
has_chinese_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-tw family)" ]; }
has_browser() { command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
has_postgres() { command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }

has_venv || need "python$version-venv"
has_libraries pango-1.0 pangoft2-1.0 harfbuzz-subset || need libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
has_chinese_font || need fontconfig fonts-noto-cjk fonts-dejavu-core
if [ "$what" = test ]; then
    # Ubuntu's archive has no Chromium (only a snap); setup/browser.sh fetches Playwright's there
    has_browser || grep -qs '^ID=ubuntu' /etc/os-release || need chromium
    has_postgres || need postgresql
    has_libraries atomic || need libatomic1 # Playwright's own Node is linked to it
fi

[ -z "$packages" ] && exit 0
command -v apt-get >/dev/null 2>&1 ||
    stop "deqi needs what this machine lacks; install what Debian calls$packages."
[ "$(id -u)" = 0 ] || stop "deqi needs what this machine lacks; type: sudo apt-get install$packages"
echo "Installing what this machine lacks:$packages"
export DEBIAN_FRONTEND=noninteractive
dpkg --configure -a >/dev/null # finishes what an interrupted installation left
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $packages >/dev/null
