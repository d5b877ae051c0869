"""`deqi serve`: the pages on this machine."""

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from deqi.core.faults import BadInput, Fault
from deqi.knowledge import load
from deqi.knowledge.wordings import read_wordings


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; this machine alone by default.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 2,
    wordings: Annotated[
        Path | None,
        typer.Option(metavar="DIR", envvar="DEQI_WORDINGS", help="A folder of questionnaires' licensed wording."),
    ] = None,
) -> None:
    """Bring the data base up to date and serve the pages."""
    _expect_free(host, port)
    if wordings is not None:
        read_wordings(wordings, load().instruments)  # what is wrong with it is told now, not to who opens a page
        os.environ["DEQI_WORDINGS"] = str(wordings.absolute())
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a browser that goes away must not end the server
    os.environ["DEQI_SERVING"] = "1"  # settings make the folder and the key of this installation
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.project.settings")
    import django
    from django.core.management import call_command

    load()
    try:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}; name another folder with DEQI_VAR"
        raise BadInput(Fault(file=str(error.filename or "deqi serve"), message=message)) from error
    print(f"deqi is on http://localhost:{port} (stop it with Ctrl+C)", flush=True)  # noqa: T201
    sys.argv = ["gunicorn", "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "4", "--preload"]
    sys.argv += ["--log-level", "warning", "deqi.project.wsgi:application"]
    from gunicorn.app.wsgiapp import run

    run()


def _expect_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on: gunicorn would try for seconds and tell it in a log."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server just stopped is no hindrance
            probe.bind((host, port))
    except OSError as error:
        message = f"cannot be listened on ({error.strerror}); choose another port: make run PORT=8001"
        raise BadInput(Fault(file=f"{host}:{port}", message=message)) from error
