"""The parts of a programme that officers edit, each with its form, its operation and its words.

Adding a kind of part is adding one entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.database import Model
from engage.programmes import forms, operations
from engage.programmes.models import Audience, Lot, Milestone, Phase, SpecificationSection, Wave


class Part(NamedTuple):
    """`add` is None where a part is not added to the programme itself: phases are fixed."""

    model: type[Model]
    form: type[forms.ProgrammeRoomForm]
    add: Callable[..., Model] | None
    add_words: LazyString
    change_words: LazyString


PARTS = {
    "waves": Part(Wave, forms.WaveForm, operations.add_wave, _l("Add a wave"), _l("Change the wave")),
    "phases": Part(Phase, forms.PhaseForm, None, _l("Add a phase"), _l("Change the phase")),
    "milestones": Part(
        Milestone, forms.MilestoneForm, operations.add_milestone, _l("Add a milestone"), _l("Change the milestone")
    ),
    "audiences": Part(
        Audience, forms.AudienceForm, operations.add_audience, _l("Add an audience"), _l("Change the audience")
    ),
    "lots": Part(Lot, forms.LotForm, operations.add_lot, _l("Add a lot"), _l("Change the lot")),
    "sections": Part(
        SpecificationSection,
        forms.SectionForm,
        operations.add_section,
        _l("Add a section to the specification"),
        _l("Change the section"),
    ),
}
