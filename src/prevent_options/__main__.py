"""Run the command line with ``python -m prevent_options``."""

from prevent_options.cli import main

if __name__ == "__main__":
    main()
