"""Each response has a random key of its own from when it is first stored, whichever way it came in."""

from __future__ import annotations

import io
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.analysis.perturbation import KEY_RANGE
from engage.app import create_app
from engage.coding.queries import respondents
from engage.config import Settings
from engage.database import MIGRATIONS, db
from engage.reports.exports import export_tables
from engage.surveys.equality.models import EqualityAnswer
from engage.surveys.models import Response, Survey
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import PageClient

BEFORE_KEYS = "known_names"


@pytest.fixture
def survey(client: PageClient) -> Survey:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return make_survey(programme)


def keys(model: type[Response] | type[EqualityAnswer] = Response) -> list[int]:
    return list(db.session.scalars(select(model.record_key).order_by(model.record_key)))


def test_a_response_has_its_key_from_the_first_page_on(client: PageClient, survey: Survey) -> None:
    page = client.get("/s/your-say").submit("Start", assent=True)
    (drafted,) = keys()
    page.submit("Finish now").submit("Send my answers")
    assert keys() == [drafted]
    assert 0 < drafted < KEY_RANGE


def test_imported_responses_have_keys_that_differ(client: PageClient, survey: Survey) -> None:
    rows = "\n".join(f"{number},Nothing" for number in range(20))
    page = client.get("/staff/alternative-provision/surveys/your-say/import")
    file = (io.BytesIO(f"ref,what-works\n{rows}".encode()), "answers.csv")
    page.submit(file=file, layout="wide").submit(column_0="identifier:").submit()
    assert len(set(keys())) == 20


def test_a_key_is_in_no_export(survey: Survey) -> None:
    response = make_response(survey, what_works="The cooking")
    tables = export_tables(programme_id=survey.wave.programme_id)
    assert str(response.record_key) not in "".join(table.to_csv() for table in tables.values())


def test_responses_that_were_there_before_keys_stay_and_get_one(tmp_path: Path) -> None:
    other = create_app(Settings(data_dir=tmp_path, testing=True))
    with other.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        survey = make_survey(make_programme())
        for _ in range(20):
            make_response(survey, what_works="The cooking")
        before = keys()
        db.session.remove()
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision=BEFORE_KEYS)
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        assert len(set(keys()) - set(before)) == 20
        assert all(0 < key < KEY_RANGE for key in keys())
        assert len(respondents(db.session.scalars(select(Survey)).one().wave_id)) == 20
        db.session.remove()
        db.engine.dispose()
