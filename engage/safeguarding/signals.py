"""What safeguarding tells the rooms above."""

from __future__ import annotations

from blinker import signal

# Sent inside the transaction that submits or releases: sender None, `answer_ids` a list of uuid.UUID of open
# answers that are not, or no longer, on hold.
answers_cleared = signal("answers-cleared")
# Sent inside the transaction that stores translations: sender None, `answer_ids` the same.
answers_translated = signal("answers-translated")
# Sent after the commit, when answers wait for a job to read what they mean: sender None.
reading_wanted = signal("reading-wanted")
# Sent after the commit, when somebody is to be written to: sender None, `programme_id` and `user_id`.
letter_due = signal("letter-due")
