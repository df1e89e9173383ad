"""What `make bench` runs, in about ten minutes on two quiet cores; each part also runs on its own with more to it."""

from benchmarks import hall, killing, respond, submissions

respond.main([])
submissions.main([])
killing.main([])
hall.main([])
