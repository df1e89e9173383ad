"""The editions of a summary: which is in force, what the next would change, and putting an earlier one back."""
