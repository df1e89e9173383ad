from engage.analysis.felt import FeltCoder
from engage.analysis.machine import Machine


def test_the_part_about_each_code_has_a_feeling_of_its_own(untaught, excerpts_of):
    told = Machine(untaught, FeltCoder()).read(excerpts_of("The taxi was awful. Lunch was lovely.", "nothing"))
    of_code = told.suggested.set_index(["excerpt_id", "code"])
    assert of_code.loc[(0, "Transport"), "sentiment"] >= 4
    assert of_code.loc[(0, "Food"), "sentiment"] <= 2
    assert of_code.loc[1, "sentiment"].isna().all()
    assert told.felt["excerpt_id"].tolist() == [0, 1]


def test_of_no_excerpts_nothing_is_said(untaught, excerpts_of):
    told = Machine(untaught, FeltCoder()).read(excerpts_of())
    assert told.suggested.empty
    assert told.felt.empty
