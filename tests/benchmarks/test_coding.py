import json

import numpy as np
import pandas as pd
import pytest

from benchmarks.coding import automatic_share, main, reliability

FIELDS = ["labelled", "macro_f1", "micro_f1", "exact_match", "auto_coded_share_at_0.87", "sentiment_accuracy",
          "sentiment_macro_f1", "seconds_fit", "seconds_code", "peak_mb",
          "reliability"]  # fmt: skip


@pytest.fixture
def coded():
    sayings = [("kind teachers", 1, 0), ("late taxi", 0, 1), ("nothing", 0, 0)] * 12
    table = pd.DataFrame(sayings, columns=["text", "Teachers", "Transport"])
    return table.assign(id=range(len(table)), sentiment=[1, 4, 3] * 12)


def printed(capsys, tmp_path, coded, *arguments):
    frame = pd.DataFrame(
        {"code": ["Teachers", "Transport"], "definition": "", "examples": ["kind teacher", "taxi late"]}
    )
    frame.to_csv(tmp_path / "frame.csv", index=False)
    coded.to_csv(tmp_path / "coded.csv", index=False)
    main(["--frame", str(tmp_path / "frame.csv"), "--coded", str(tmp_path / "coded.csv"), *arguments])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_setting_prints_one_line_with_all_figures(capsys, tmp_path, coded):
    lines = printed(capsys, tmp_path, coded, "--labelled", "0,20,all", "--draws", "2")
    assert [line["labelled"] for line in lines] == ["0", "20", "all"]
    assert all(list(line) == FIELDS for line in lines)
    assert lines[-1]["micro_f1"] == 1.0


def test_a_separate_test_file_is_measured_on(capsys, tmp_path, coded):
    coded.drop(columns="sentiment").to_csv(tmp_path / "test.csv", index=False)
    (line,) = printed(capsys, tmp_path, coded, "--labelled", "0", "--test", str(tmp_path / "test.csv"))
    assert line["sentiment_accuracy"] is None


def test_the_automatic_share_is_the_largest_that_stays_good_enough():
    marks = np.array([[True], [True], [True], [True]])
    applies = np.array([[True], [True], [False], [False]])
    scores = np.array([[0.9], [0.8], [0.45], [0.4]])
    assert automatic_share(marks, applies, scores) == 0.5
    assert automatic_share(marks, ~marks, scores) == 0.0


def test_reliability_sets_what_was_claimed_beside_what_was_right():
    told = reliability(np.array([[True, False], [True, True]]), np.array([[0.93, 0.12], [0.97, 1.0]]))
    assert told == [
        {"from": 0.1, "suggestions": 1, "claimed": 0.12, "right": 0.0},
        {"from": 0.9, "suggestions": 3, "claimed": 0.967, "right": 1.0},
    ]
