import json

from benchmarks.redaction import main, measure, parse, read_marked


def test_marks_become_places_in_the_text():
    text, marked = parse("ask [[name:Jo]] at [[place:Bury]]")
    assert text == "ask Jo at Bury"
    assert [(text[one.start : one.end], one.kind) for one in marked] == [("Jo", "name"), ("Bury", "place")]


def test_quotes_never_looked_at_lose_nearly_all_that_tells_who_speaks():
    found = measure(read_marked("blind"))
    assert found["identifiers"] > 80
    assert found["recall"] >= 0.97
    assert found["precision"] >= 0.96


def test_both_halves_are_printed_and_what_was_missed(capsys):
    main(["--missed"])
    printed = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["half"] for line in printed if line.startswith("{")] == ["blind", "tuned"]
