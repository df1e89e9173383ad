"""The next edition of a summary: prepared by a job, looked at, and gone once it is published."""
