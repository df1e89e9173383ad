"""Coming back: a code of easy words for an unsent draft, a receipt for what was sent, and what is forgotten when."""
