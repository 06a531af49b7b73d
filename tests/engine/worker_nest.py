"""Started by the tests of sudden death: loads the worker once and forks one for each line that it reads, so that twenty
workers can live and die in the time that two would need to load. Prints the process number of each."""

import os
import signal
import sys

from flows.dispatching import main

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        os.close(0)
        os._exit(main())
    print(child, flush=True)
    signal.signal(signal.SIGCHLD, lambda *_: os.waitpid(-1, os.WNOHANG))
