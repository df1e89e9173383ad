"""What safeguarding tells the rooms above."""

from __future__ import annotations

from blinker import signal

# Sent inside the transaction that submits or releases: sender None, `answer_ids` a list of uuid.UUID of open
# answers that are not, or no longer, on hold.
answers_cleared = signal("answers-cleared")
