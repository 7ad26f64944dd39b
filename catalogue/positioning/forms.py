"""What a person answers of themselves, and how a questionnaire is chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.frameworks.models import ProficiencyLevel, Skill
from catalogue.frameworks.reading import level_label, skill_words

NOT_YET = 0
UNKNOWN = _("Choose one of the answers of this question.")


class AnswersForm(forms.Form):
    """One question for each skill: «not yet» or a level; only yes and no for a skill that stands for a level itself."""

    def __init__(self, data, *, skills: list[Skill], levels: list[ProficiencyLevel], ranks: dict[int, int]):
        super().__init__(data, initial={name_of(skill): str(ranks[skill.pk]) for skill in skills if skill.pk in ranks})
        self.skills = skills
        self.levels = {level.rank: level for level in levels}
        for skill in skills:
            self.fields[name_of(skill)] = self.question(skill)

    def question(self, skill: Skill) -> forms.Field:
        words = skill_words(skill)
        if skill.level:
            offered = [(skill.level.rank, _("I do it"))]
        else:
            offered = [(level.rank, level_label(level)) for level in self.levels.values()]
        field = forms.TypedChoiceField(
            label=f"{words.code} {words.statement}".strip(),
            help_text=words.notes,
            choices=[(NOT_YET, _("I do not do it yet")), *offered],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": UNKNOWN},
        )
        # Screen readers say it in its own language.
        field.lang = words.lang
        return field

    def answers(self) -> dict[int, int | None]:
        """Return the id of the level answered, None for «not yet», by skill. A question left alone is not there."""
        ranks = {skill.pk: self.cleaned_data[name_of(skill)] for skill in self.skills}
        return {skill: self.levels[rank].pk if rank else None for skill, rank in ranks.items() if rank is not None}


def name_of(skill: Skill) -> str:
    return f"q{skill.pk}"
