"""``python -m qa``: the command line."""

from qa.shell import main

main()
