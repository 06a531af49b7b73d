"""`python -m binstart` is the same as `binstart`."""

from binstart.command import main

main()
