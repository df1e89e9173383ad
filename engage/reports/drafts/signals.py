"""What is asked of a job about the next edition of a summary."""

from __future__ import annotations

from blinker import signal

# Sent after the commit, when the next edition of a large wave is to be prepared: sender None, `wave_id` and `attempt`
# (see `models.SummaryDraft`) ints. The work is done by a job.
summary_wanted = signal("summary-wanted")
