"""``python -m qa``: the command line."""

from qa.cli.shell import main

main()
