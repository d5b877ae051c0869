"""The command line: one file a command group."""

from deqi.cli.app import main

__all__ = ["main"]
