"""Analysis of answers: tables in, tables out. Knows no web and no database, and never alters the caller's table."""

import os

# From version 1.29 onnxruntime tells its maker of each run, under an identifier that it keeps on disk, from a thread
# that starts when it is imported: nothing may leave the council's machine, and a process forked from one that had
# imported it hung or died at its end for want of that thread. It reads this once, when it is imported, and Python
# runs this file before any other of the package.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
