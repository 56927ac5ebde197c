"""Run the command line with ``python -m pbengine``."""

from pbengine.cli import main

if __name__ == "__main__":
    main(prog_name="pbengine")
