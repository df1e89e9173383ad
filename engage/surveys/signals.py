"""What surveys tell the rooms above."""

from __future__ import annotations

from blinker import signal

# Sent inside the transaction that submits: sender None, `response_ids` a list of uuid.UUID.
responses_submitted = signal("responses-submitted")
# Sent inside the transaction that takes back, before anything is deleted: sender None, `response_ids` the same.
responses_withdrawn = signal("responses-withdrawn")
# Asked before words of answers are shown: sender None, `answer_ids` a list of uuid.UUID. The one receiver answers with
# those of them that are on hold, a set.
on_hold_wanted = signal("on-hold-wanted")
