"""The command line: thin commands; results on standard output, everything else on standard error."""

from prevent_options.cli.app import main

__all__ = ["main"]
