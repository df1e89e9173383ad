import pytest

from engage.analysis.known_names import names_of, schools_among


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Elderwick High School", {"Elderwick High School", "Elderwick High", "Elderwick"}),
        ("  Hollin  Bank Centre ", {"Hollin Bank Centre", "Hollin Bank"}),
        ("The Quiet Mill School", {"The Quiet Mill School", "Quiet Mill School"}),
        ("Pembrick Tutors", {"Pembrick Tutors", "Pembrick"}),
        ("New Start Centre", {"New Start Centre"}),
        ("Hoofprints Riding and Learning", {"Hoofprints Riding and Learning"}),
        ("Pembrick", {"Pembrick"}),
        ("Bridge", set()),
        ("The", set()),
        ("", set()),
    ],
)
def test_an_organisation_is_known_by_its_name_and_what_people_call_it(name, called):
    assert names_of([name]) == called


@pytest.mark.parametrize(
    ("route", "called"),
    [
        ("Elderwick High School, form time", {"Elderwick High School", "Elderwick High", "Elderwick"}),
        ("Oak Lodge School - with an adult", {"Oak Lodge School"}),
        ("Springfield school", {"Springfield school", "Springfield"}),
        ("Polish Saturday school", set()),
        ("Virtual School", set()),
        ("Local Offer page", set()),
        ("Parent and carer forum, newsletter", set()),
        ("Home and hospital tutors", set()),
    ],
)
def test_of_ways_of_inviting_only_schools_and_centres_are_names(route, called):
    assert schools_among([route]) == called
