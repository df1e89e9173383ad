import pytest

from engage.analysis.redaction import redact


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
    ],
)
def test_what_tells_who_speaks_is_taken_out(said, published):
    assert redact(said) == published


@pytest.mark.parametrize(
    "text", ["The school is good and I like Maths", "more help in English", "", "it was 2 hours late"]
)
def test_a_harmless_quote_stays_as_it_is(text):
    assert redact(text) == text
