#!/bin/sh
# What the machine itself must have, beside Python: libraries for PDF, fonts with Chinese, and for the
# tests a browser and PostgreSQL. Missing packages are installed when root on Debian or Ubuntu;
# otherwise one sentence names them with the command to type.
# Usage: setup/system.sh run|test
set -eu

packages=""
need() { packages="$packages $*"; }

has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || ls /usr/lib/*/"$1"* /opt/homebrew/lib/"${1%%.so*}"* >/dev/null 2>&1; }
has_chinese_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-tw family)" ]; }
has_browser() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
has_postgres() { command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }

has_library libpangoft2-1.0.so || need libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
has_chinese_font || need fontconfig fonts-noto-cjk fonts-dejavu-core
if [ "${1:-run}" = test ]; then
    has_browser || need chromium
    has_postgres || need postgresql
fi

[ -z "$packages" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing what this machine lacks:$packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    exit 0
fi
echo "deqi needs what this machine lacks; type: sudo apt-get install$packages" >&2
exit 1
