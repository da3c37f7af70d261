"""`python -m reviewer` is `holdfast`."""

from reviewer.cli import main

main()
