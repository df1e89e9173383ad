import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.redaction import find_identifiers, redact
from tests.analysis.odd import ENGLISH, NO_WORDS, OTHER_LANGUAGES


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("Mail me at a.b@example.org.uk", "Mail me at [email]"),
        ("ring 07700 900123 or +44 (0)161 496 0000", "ring [number] or [number]"),
        ("we live at BL9 0EJ", "we live at [postcode]"),
        ("we live at 12 Green Lane", "we live at [address]"),
        ("see www.example.com/x and @someone", "see [link] and [account]"),
        ("born 12/03/2011, or 3 March 2012, or 2013-04-05", "born [date], or [date], or [date]"),
        ("Mr Khan and mrs smith help", "[name] and [name] help"),
        ("I go to Oak Tree High School now", "I go to [school] now"),
        ("St Mary's Primary was better", "[school] was better"),
        ("my teacher Jo listens", "my teacher [name] listens"),
        ("a boy called Callum", "a boy called [name]"),
        ("My name is Aisha", "My name is [name]"),
        ("thanks to Sarah Jones", "thanks to [name]"),
        ("zofia and kieran left", "[name] and [name] left"),
        ("I asked Grace and Big Steve", "I asked [name] and [name]"),
        ("Grace said so. Will", "[name] said so. Will"),
        ("Khadija Ali English teacher", "[name] English teacher"),
        ("Khadija English", "[name] English"),
        ("Will", "[name]"),
        ("we went to Tellby last week", "we went to [name] last week"),
        ("Mya-Rose's mum", "[name] mum"),
        ("jo at example dot com", "[email]"),
        ("9 August, June 3rd, born in May 2012", "[date], [date], born in [date]"),
        ("UPN K301999012345, plate MX21 KLD, QQ 12 34 56 C", "UPN [reference], plate [reference], [reference]"),
        ("since April left, and April is kind, I wait", "since [name] left, and [name] is kind, I wait"),
        ("case 10442 and EHC/23/0417", "case [reference] and [reference]"),
        ("insta is jay.the.gr8", "insta is [account]"),
        ("I live on Sycamore Avenue", "I live on [address]"),
        ("moved from st marks high school", "moved from [school]"),
        ("kicked out at ashmere academy", "kicked out at [school] academy"),
    ],
)
def test_what_tells_who_speaks_is_taken_out(said, published):
    assert redact(said) == published


@pytest.mark.parametrize(
    "text",
    [
        "The school is good and I like Maths",
        "more help in English",
        "it was 2 hours late",
        "18000 pounds, £1,821,222, 24/7, Key Stage 3, COVID-19 and Level 1",
        "the Virtual School of the Local Authority",
        "Will there be more? Hope, trust. May we go",
        "my teacher English lessons",
        "the taxis stop after April, or in early June. Last august",
        "and They'd, all Re-using, Lunches",
        *NO_WORDS.values(),
        *OTHER_LANGUAGES.values(),
        *ENGLISH.values(),
    ],
)
def test_a_harmless_quote_stays_as_it_is(text):
    assert redact(text) == text


def test_the_schools_and_places_of_a_programme_are_known_in_small_letters_too():
    said = "from oak lodge in bury to Oak Lodge North"
    assert redact(said, schools=["Oak Lodge", "Oak Lodge North"], places=["Bury"]) == (
        "from [school] in [place] to [school]"
    )


def test_identifiers_say_where_they_stand_and_what_they_are():
    assert find_identifiers("Mr Khan of BL9 0EJ") == [(0, 7, "name"), (11, 18, "postcode")]


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("aA zZ@.19/-'\n£Şم"), max_size=60))
def test_identifiers_never_overlap_and_stand_in_order(text):
    found = find_identifiers(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(one.start < one.end for one in found)


def test_an_endless_answer_of_capitals_is_read_in_seconds():
    assert redact("Aa " * 1_500)
