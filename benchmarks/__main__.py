"""What `make bench` runs."""

from benchmarks import respond

respond.main()
