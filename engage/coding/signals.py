"""What coding tells the rooms above."""

from __future__ import annotations

from blinker import signal

# Sent when somebody asks for fresh suggestions: sender None, `programme_id` an int. The work is done by a job.
suggestions_wanted = signal("suggestions-wanted")
