"""The program `deqi`, run as a person types it.

`started` starts it as the shell does, which costs seconds each time. `deqi` runs the same entry point in a fork of
the test's own process, where everything is imported and the knowledge is loaded: output, exit code and what
is written are those of a process of its own, and nothing leaks back.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any, NoReturn

from tests.conftest import ROOT

PROGRAM = str(Path(sys.executable).parent / "deqi")
SECONDS = 300


def started(*arguments: object, **settings: Any) -> subprocess.CompletedProcess[str]:
    """Started anew, with what `subprocess.run` can set."""
    options = {"cwd": ROOT, "capture_output": True, "encoding": "utf-8", "timeout": SECONDS, **settings}
    return subprocess.run([PROGRAM, *map(str, arguments)], **options)


def deqi(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run in a fork."""
    words = [PROGRAM, *map(str, arguments)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _become(words, out.fileno(), err.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(words, code, out.read().decode("utf-8"), err.read().decode("utf-8"))


def _become(words: list[str], out: int, err: int) -> NoReturn:
    """In the fork: be the program, and end without anything of the test's process."""
    code = 70
    try:
        signal.alarm(SECONDS)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for target, source in ((0, nothing), (1, out), (2, err)):
            os.dup2(source, target)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        sys.argv = words
        os.chdir(ROOT)
        code = _main()
    except BaseException:  # whatever it is, the test must see it and the fork must end here
        traceback.print_exc(file=sys.stderr)
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _main() -> int:
    from django.utils.translation import deactivate

    from deqi.cli import main

    deactivate()  # the test's own language
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
