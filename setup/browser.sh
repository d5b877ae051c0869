#!/bin/sh
# A browser for the tests where the system's packages have none (Ubuntu): the one that Playwright knows.
set -eu
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 && exit 0
deps=""
[ "$(id -u)" = 0 ] && deps=--with-deps
# shellcheck disable=SC2086
.venv/bin/playwright install $deps chromium >.venv/browser.log 2>&1 ||
    echo "No Chromium, and Playwright's could not be fetched (.venv/browser.log): stories in the browser are skipped." >&2
