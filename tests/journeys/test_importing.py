"""Answers that were collected elsewhere come in as a file."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.visitor import Visitor

WIDE = """id,setting,what-works
S-1,In a special school,the music room at lunch time
S-2,On the moon,they dont shout
"""
LONG = """who,question,answer
L-1,what-works,my key worker listens
L-1,what-to-change,the taxi comes too late
L-2,setting,In a special school
"""


def upload(visitor: Visitor, file: Path, layout: str) -> None:
    """From the list of surveys to the file that has been read."""
    visitor.click("Surveys")
    visitor.click("Import answers to Tell us about where you learn")
    visitor.page.get_by_label("CSV file").set_input_files(file)
    visitor.tick(layout)
    visitor.press("Upload")


def test_an_officer_leaves_a_bad_row_of_a_wide_file_out_and_may_send_it_twice(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "paper.csv"
    file.write_text(WIDE)
    visitor.sign_in("officer@bury.example")
    upload(visitor, file, "Each question has its own column")
    visitor.press("Check the file")
    visitor.sees("1 cell can't be stored", "“On the moon”")
    visitor.press("Leave the bad rows out and store 1 response")
    visitor.sees("1 response stored", "1 was left out")
    upload(visitor, file, "Each question has its own column")
    visitor.press("Check the file")
    visitor.press("Leave the bad rows out and store 1 response")
    visitor.sees("0 responses stored", "1 was there already")


def test_an_officer_matches_the_questions_of_a_long_file(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "interviews.csv"
    file.write_text(LONG)
    visitor.sign_in("officer@bury.example")
    upload(visitor, file, "One column names the question, another holds the answer")
    visitor.choose("Which column names the question?", "question")
    visitor.choose("Which column holds the answer?", "answer")
    visitor.choose("Which column identifies the person?", "who")
    visitor.press("Continue")
    visitor.press("Check the file")
    visitor.sees("2 responses in interviews.csv are ready", "the taxi comes too late")
    visitor.press("Store 2 responses")
    visitor.sees("2 responses stored")


def test_an_officer_is_told_that_a_spreadsheet_is_no_csv_file(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "answers.xlsx"
    file.write_bytes(b"PK\x03\x04")
    visitor.sign_in("officer@bury.example")
    upload(visitor, file, "Each question has its own column")
    visitor.sees("There is a problem", "choose Save as, then CSV")
