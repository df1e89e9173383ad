import pandas as pd
import pytest

from engage.analysis.language import looks_english, non_english

ENGLISH = """i liek it hear|football|Jayden|Mr Khan is nice|its gud but teechers shout|idk
becos its boring and i dont lern nuffin|Mohammed and Aisha|n/a|yes|😀|12||pritty gud
wen i was in main stream it was 2 loud|I want my SENCO to lisen|my mate Callum
they dont understand my autism|he dosnt go to scool|I no wot to do|mi mum|na
Informative and supportive|sooooo borinnnng"""
FOREIGN = """mera beta school nahi jata|میرا بیٹا سکول نہیں جاتا|Moje dziecko nie lubi szkoły|Nie wiem
bardzo dobra szkoła|ابني لا يحب المدرسة|Copilul meu nu merge la școală|nu stiu|foarte bine
Je ne sais pas|mon fils n'aime pas l'école|Mi hijo necesita más ayuda|no sé
A gyerekem nem szereti az iskolát|nem tudom|我的孩子不喜欢学校|ਮੇਰਾ ਪੁੱਤਰ ਸਕੂਲ ਨਹੀਂ ਜਾਂਦਾ
mera munda school nahi janda|bohat acha hai|sanu pata nahi|mujhe kuch nahi pata
Мій син не ходить до школи|nincs|teacher bahut ache hain|Oğlum okula gitmiyor
wiilkaygu iskuulka ma tago|amar chele school e jay na|Pani jest mila
Potrzebujemy więcej pomocy dla syna|Több segítség kell a fiamnak|La escuela no nos escucha
zażółć gęślą jaźń natychmiast proszę"""


@pytest.mark.parametrize("text", ENGLISH.replace("\n", "|").split("|"))
def test_childrens_english_names_and_single_words_pass(text):
    assert looks_english(text)


@pytest.mark.parametrize("text", FOREIGN.replace("\n", "|").split("|"))
def test_an_answer_in_another_language_is_caught(text):
    assert not looks_english(text)


def test_non_english_keeps_the_rows_that_a_person_must_read():
    table = pd.DataFrame({"answer_id": [1, 2, 3], "text": ["I like it", "nie wiem", None]})
    assert list(non_english(table)["answer_id"]) == [2]
