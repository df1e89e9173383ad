import json
from dataclasses import asdict

from engage.analysis.disclosure import protect
from engage.analysis.seen import Names, seen_from


def test_what_readers_have_seen_can_be_kept_and_read_back(counts_of):
    counts = counts_of({"Parents": 60, "Schools": 22}, a={"Parents": 3, "Schools": 12})
    seen = protect(counts, exclusive=True, names=Names("travel", "voice")).seen
    assert seen_from(json.loads(json.dumps(asdict(seen)))) == seen


def test_a_table_turned_round_is_of_the_same_people():
    assert Names("travel", "voice").key("bus", "Parents") == Names("voice", "travel").key("Parents", "bus")
    assert Names("travel", "voice").subject == Names("voice", "travel").subject


def test_a_group_in_a_table_of_its_own_is_the_column_of_that_group_elsewhere():
    within = Names("travel", "safe", "voice=Parents")
    assert within.key("bus", "All") == Names("travel", "voice").key("bus", "Parents")
    assert within.key("bus", "yes") != Names("travel", "voice").key("bus", "Parents")
