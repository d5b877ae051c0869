"""The data base tests once more on a real PostgreSQL, started here and thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BINARIES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def _as_nobody_special(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root: use its own user then."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


@pytest.fixture
def server() -> Iterator[Path]:
    if BINARIES is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    home = Path("/tmp") / f"deqi-pg-{os.getpid()}"  # short: a socket's path has at most 107 characters
    home.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    try:
        subprocess.run(
            _as_nobody_special(str(BINARIES / "initdb"), "-D", str(home / "data"), "-U", "deqi", "--auth=trust"),
            check=True,
            capture_output=True,
            cwd=home,
        )
        options = f"-k {home} -c listen_addresses='' -c fsync=off"
        control = _as_nobody_special(str(BINARIES / "pg_ctl"), "-D", str(home / "data"), "-w")
        subprocess.run(
            [*control, "-o", options, "-l", str(home / "log"), "start"], check=True, capture_output=True, cwd=home
        )
        try:
            yield home
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_accounts_hold_on_postgresql_too(server: Path) -> None:
    environment = {**os.environ, "DEQI_POSTGRES": "postgres", "PGHOST": str(server), "PGUSER": "deqi"}
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/integration/test_accounts.py"],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout and "skipped" not in done.stdout
