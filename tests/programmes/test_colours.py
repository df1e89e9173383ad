import pytest

from engage.programmes.colours import contrast_with_white


# Figures of the style guide, and the two ends of the scale.
@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21), ("#ffffff", 1), ("#0b2540", 15.5), ("#00625a", 7.3), ("#b3501b", 5.2), ("#00786d", 5.4)],
)
def test_contrast_with_white_is_as_wcag_counts_it(colour: str, ratio: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.06)
