"""Importing answers: a CSV file is kept, mapped to the survey's items, checked, and stored once."""
