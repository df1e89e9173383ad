"""What one edition changes against another, and what of that is a loss."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from engage.reports.editions.comparing import FindingComparison, compare_editions
from engage.reports.editions.losses import Loss, LossKind, list_losses
from engage.reports.summary import PublishedFinding, PublishedItem, PublishedSection, SummaryDocument, is_number
from tests.reports.editions.documents import (
    documents,
    make_document,
    make_figure,
    make_finding,
    make_method,
    make_option,
    make_section,
)


def losses_of(before: SummaryDocument, now: SummaryDocument) -> list[Loss]:
    return [loss for place in list_losses(compare_editions(before, now)) for loss in place.losses]


def compare_findings(before: PublishedFinding, now: PublishedFinding) -> tuple[FindingComparison, list[Loss]]:
    editions = make_document(make_section(before)), make_document(make_section(now))
    ((found,),) = (section.findings for section in compare_editions(*editions).sections)
    return found, losses_of(*editions)


@given(documents)
def test_an_edition_changes_nothing_against_itself(document: SummaryDocument) -> None:
    comparison = compare_editions(document, document)
    assert not comparison.is_changed
    assert (comparison.changed, comparison.changed_items, comparison.reach, comparison.method) == ([], [], (), ())
    assert list_losses(comparison) == []


@given(documents, documents)
def test_whatever_differs_in_a_finding_or_a_question_is_somewhere_to_be_read(
    before: SummaryDocument, now: SummaryDocument
) -> None:
    comparison = compare_editions(before, now)
    changed = {finding.title for section in comparison.changed for finding in section.findings if finding.is_changed}
    ids = before.findings.keys() | now.findings.keys()
    titles = {(now.findings.get(each) or before.findings[each]).title for each in ids if differs(each, before, now)}
    assert titles <= changed
    assert comparison.is_changed == (before != now)


def differs(finding_id: int, before: SummaryDocument, now: SummaryDocument) -> bool:
    return before.findings.get(finding_id) != now.findings.get(finding_id)


@given(documents, documents)
def test_every_finding_and_every_quote_that_goes_is_a_loss(before: SummaryDocument, now: SummaryDocument) -> None:
    losses = losses_of(before, now)
    gone = before.findings.keys() - now.findings.keys()
    assert sum(loss.kind is LossKind.FINDING for loss in losses) == len(gone)
    quotes = 0
    for finding_id in before.findings.keys() & now.findings.keys():
        old, new = (
            Counter((quote.words, quote.audience) for quote in document.findings[finding_id].quotes)
            for document in (before, now)
        )
        quotes += (old - new).total()
    assert sum(loss.kind is LossKind.QUOTE for loss in losses) == quotes


@given(documents)
def test_whatever_there_is_would_be_lost_by_an_edition_without_it(document: SummaryDocument) -> None:
    nothing = make_document()
    kinds = Counter(loss.kind for loss in losses_of(document, nothing))
    assert kinds[LossKind.SECTION] == len(document.sections)
    assert kinds[LossKind.FINDING] == len(document.findings)
    assert losses_of(nothing, document) == [] or document.method.responses == "fewer than 5"


@given(documents)
def test_a_figure_that_is_told_no_longer_is_a_loss_whoever_it_is_of(document: SummaryDocument) -> None:
    told = [figure for finding in document.findings.values() for figure in finding.audiences if figure.count]
    losses = losses_of(document, without_audience_figures(document))
    assert sum(loss.kind is LossKind.FIGURE for loss in losses) == len(told)


def without_audience_figures(document: SummaryDocument) -> SummaryDocument:
    def hide(section: PublishedSection) -> PublishedSection:
        findings = [
            finding.model_copy(update={"audiences": tuple(make_figure(each.slug, None) for each in finding.audiences)})
            for finding in section.findings
        ]
        return section.model_copy(update={"findings": tuple(findings)})

    return document.model_copy(update={"sections": tuple(map(hide, document.sections))})


@pytest.mark.parametrize("text", ["12", "about 130", "at least 50", "20 of 30", "0", "1,200"])
def test_a_number_is_told_if_only_about(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "fewer than 5", "too few to show", "not shown", "–"])
def test_words_in_place_of_a_number_are_none(text: str) -> None:
    assert not is_number(text)


def test_a_figure_that_moves_is_a_change_and_no_loss() -> None:
    found, losses = compare_findings(make_finding(total="12"), make_finding(total="9"))
    assert found.total is not None
    assert (found.total.before, found.total.now, losses) == ("12", "9", [])


def test_feelings_that_are_shown_no_longer_are_a_loss_of_their_own() -> None:
    felt, unfelt = (make_finding(audiences=[make_figure("parents", 9, negative)]) for negative in (6, None))
    assert compare_findings(felt, unfelt)[1] == [Loss(LossKind.FEELINGS, "parents", "9 of 20", "9 of 20")]
    assert compare_findings(unfelt, felt)[1] == []


def test_an_audience_that_has_gone_takes_its_figure_along() -> None:
    _found, losses = compare_findings(make_finding(audiences=[make_figure("parents", 9)]), make_finding())
    assert losses == [Loss(LossKind.FIGURE, "parents", "9 of 20", "")]


def test_the_same_words_of_two_people_are_two_quotes() -> None:
    quote = {"words": "I moved", "audience": "parents", "who": "Parent"}
    found, losses = compare_findings(make_finding(quotes=[quote, quote]), make_finding(quotes=[quote]))
    assert (len(found.quotes_gone), found.quotes_new) == (1, ())
    assert losses == [Loss(LossKind.QUOTE, "Parent", "I moved")]


def test_a_statement_that_is_emptied_is_a_loss_and_one_that_is_rewritten_is_none() -> None:
    assert compare_findings(make_finding(), make_finding(statement="They wait."))[1] == []
    assert compare_findings(make_finding(), make_finding(statement=""))[1] == [
        Loss(LossKind.STATEMENT, before="They move.")
    ]


def test_a_number_that_becomes_another_is_told_apart_from_one_that_goes() -> None:
    before = make_finding(audiences=[make_figure("parents", 9)])
    moved, _losses = compare_findings(before, make_finding(audiences=[make_figure("parents", 11)]))
    gone, _losses = compare_findings(before, make_finding(audiences=[]))
    assert (moved.is_only_figures, gone.is_only_figures) == (True, False)


def test_a_range_alone_is_a_detail() -> None:
    figure = make_figure("parents", 9).model_copy(update={"low": 0.3, "high": 0.5})
    wider = figure.model_copy(update={"low": 0.2, "high": 0.6})
    found, losses = compare_findings(make_finding(audiences=[figure]), make_finding(audiences=[wider]))
    assert (found.is_changed, found.is_only_detail, losses) == (True, True, [])


def test_a_finding_that_moves_to_another_section_is_not_lost() -> None:
    finding = make_finding()
    before = make_document(make_section(finding), make_section(slug="voice", title="Voice"))
    now = make_document(make_section(), make_section(finding, slug="voice", title="Voice"))
    moved = [found.moved_from for section in compare_editions(before, now).sections for found in section.findings]
    assert (moved, losses_of(before, now)) == (["Belonging"], [])


def test_a_section_and_a_sentence_that_go_are_losses() -> None:
    before = make_document(make_section(sentence="They want to stay."))
    assert losses_of(before, make_document(make_section())) == [Loss(LossKind.SENTENCE, before="They want to stay.")]
    assert losses_of(before, make_document()) == [Loss(LossKind.SECTION, "7. Belonging", "They want to stay.")]


def test_a_chosen_option_told_no_longer_is_lost_once_however_many_sections_show_it() -> None:
    before, now = (with_question(make_option("yes", count)) for count in (9, None))
    assert losses_of(before, now) == [Loss(LossKind.FIGURE, "Parents: yes", "9 of 20", "fewer than 5")]


def test_a_question_that_goes_is_a_loss() -> None:
    before = with_question(make_option("yes", 9))
    assert Loss(LossKind.QUESTION) in losses_of(before, make_document(make_section(), make_section(slug="voice")))


def with_question(*options: object) -> SummaryDocument:
    """A question that two sections show."""
    group = {"slug": "parents", "label": "Parents", "question": "Which?", "base": "20", "options": options}
    item = PublishedItem.model_validate({"item_id": "place", "question": "Which?", "audiences": [group]})
    return make_document(*(make_section(slug=slug, items=(item,)) for slug in ("belonging", "voice")))


def test_how_it_was_made_is_compared_fact_by_fact() -> None:
    before = make_document()
    now = before.model_copy(update={"method": make_method(read_by_people=12)})
    (change,) = compare_editions(before, now).method
    assert (change.fact, change.before, change.now) == ("read_by_people", "10", "12")


def test_what_is_said_in_words_of_a_finding_is_a_loss_where_it_is_emptied() -> None:
    difference = {"label": "parents", "direction": "more"}
    change = {"label": "parents", "before": "9 of 20", "now": "18 of 20", "direction": "up"}
    before = make_finding(feeling="negative", stance="agreement", differences=[difference], changes=[change])
    assert compare_findings(before, make_finding())[1] == [
        Loss(LossKind.VERDICT, before="negative", fact="feeling"),
        Loss(LossKind.VERDICT, before="agreement", fact="stance"),
        Loss(LossKind.DIFFERENCE, "parents", fact="more"),
        Loss(LossKind.CHANGE, "parents", "9 of 20", "18 of 20", "up"),
    ]
    assert compare_findings(make_finding(), before)[1] == []


def test_a_likely_share_that_is_shown_no_longer_is_a_loss() -> None:
    bare = make_figure("parents", 9)
    ranged = bare.model_copy(update={"low": 0.3, "high": 0.5})
    _found, losses = compare_findings(make_finding(audiences=[ranged]), make_finding(audiences=[bare]))
    assert losses == [Loss(LossKind.SHARE, "parents", "9 of 20", "9 of 20")]


def test_totals_are_compared_as_readers_read_them() -> None:
    found, _losses = compare_findings(make_finding(total="13", likely=4), make_finding(total="44", likely=4))
    assert found.total is not None
    assert (found.total.before, found.total.now) == ("9 to 17", "about 44")
