"""What the search index keeps of a kit: the stems of its texts, in its own language, the same on every database."""

from wagtail.search.index import SearchField

from outillerie.discovery.text import stems

# Several databases index everything but the title as one text: repeating a word there is what weighs it.
TITLE_WEIGHT = 8
SUMMARY_WEIGHT = 3
LONG_TEXTS = (
    "prerequisites_participants", "prerequisites_facilitator", "preparation", "variants", "evaluation",
    "watch_points", "further_reading", "body",
)  # fmt: skip
STEP_TEXTS = ("title", "aim", "facilitator", "say", "participants", "supports")


class Stemmed:
    """To stand before `Page` among the bases of the kit: its three properties are search fields."""

    @classmethod
    def get_search_fields(cls):
        """Leave the title out as it is written: `stemmed_title` holds it, and a raw word could pass for a stem."""
        fields = super().get_search_fields()
        return [field for field in fields if not (type(field) is SearchField and field.field_name == "title")]

    @property
    def stemmed_title(self) -> str:
        return self._stemmed([self.title], weight=TITLE_WEIGHT)

    @property
    def stemmed_summary(self) -> str:
        themes = [self.main_theme, *self.themes.all()]
        return self._stemmed(
            [
                self.hook,
                *(theme.label for theme in themes if theme),
                *(audience.label for audience in self.audiences.all()),
                *(objective.text for objective in self.objectives.all()),
                self.organisation.name if self.organisation else "",
            ],
            weight=SUMMARY_WEIGHT,
        )

    @property
    def stemmed_text(self) -> str:
        texts = [getattr(self, name) for name in LONG_TEXTS]
        texts += [getattr(step, name) for step in self.steps.all() for name in STEP_TEXTS]
        texts += [material.label for material in self.material.all()]
        texts += [credit.name for credit in self.credits.all()]
        return self._stemmed(texts, weight=1)

    def _stemmed(self, texts, *, weight):
        return " ".join(stems("\n".join(texts), self.language) * weight)
