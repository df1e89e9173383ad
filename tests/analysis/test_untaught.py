"""What the frame coder learns from answers that nobody has coded."""


def scores(coder, excerpts):
    suggested = coder.suggest(excerpts)
    return suggested.set_index(["excerpt_id", "code"])["score"].unstack()


def test_words_that_keep_a_codes_company_speak_for_it(unread, excerpts_of):
    row = scores(unread, excerpts_of("it goes over the bridge")).loc[0]
    assert row["Transport"] > max(row["Food"], row["Teachers"])


def test_the_frames_own_words_still_speak_for_their_codes(unread, excerpts_of):
    suggested = unread.suggest(excerpts_of("a strict teacher", "lunch", "nothing"))
    assert suggested.loc[suggested["applies"], ["excerpt_id", "code"]].to_numpy().tolist() == [
        [0, "Teachers"],
        [1, "Food"],
    ]


def test_scores_are_probable_and_nothing_said_scores_nought(unread, excerpts_of):
    table = scores(unread, excerpts_of("the van smells", "", "😀"))
    assert table.loc[0].between(0, 1).all()
    assert (table.loc[[1, 2]] == 0).all(axis=None)


def test_an_answer_scores_the_same_whatever_is_read_beside_it(unread, excerpts_of):
    alone = scores(unread, excerpts_of("the van smells"))
    among = scores(unread, excerpts_of("the van smells", "chips", "over the bridge"))
    assert alone.loc[0].equals(among.loc[0])
