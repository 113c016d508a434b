"""The `plekwijzer` command: a door to the services for who runs an installation or works with files."""

import os

# Threads of OpenBLAS wait by spinning, in the way of our own threads: learning the catalogue took a third longer with
# two of them, and gave another model than with one. OpenBLAS reads this when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
