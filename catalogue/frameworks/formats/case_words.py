"""The words of CASE that both the reader and the writer know.

1EdTech Competencies and Academic Standards Exchange 1.1 (13 March 2025), https://www.imsglobal.org/spec/case/v1p1;
1.0 (2017) is read too.
"""

STATUS_OF = {
    "private draft": "draft",
    "draft": "draft",
    "adopted": "adopted",
    "implemented": "adopted",
    "deprecated": "deprecated",
}
STATUS_WORDS = {"draft": "Draft", "adopted": "Adopted", "deprecated": "Deprecated"}
CHILD, TRANSLATION = "isChildOf", "isTranslationOf"
# CASE has two of the five relations of SKOS; its own way of adding the others is «ext:».
TYPE_OF_STRENGTH = {
    "exact": "exactMatchOf",
    "close": "ext:closeMatchOf",
    "broader": "ext:broadMatchOf",
    "narrower": "ext:narrowMatchOf",
    "related": "isRelatedTo",
}
STRENGTH_OF_TYPE = {name: strength for strength, name in TYPE_OF_STRENGTH.items()}

# What an object of CASE may say and no field of ours holds: it is kept, and written again at its place.
DOCUMENT_EXTRAS = ("frameworkType", "notes", "subject", "subjectURI")
ITEM_EXTRAS = (
    "abbreviatedStatement",
    "alternativeLabel",
    "conceptKeywordsURI",
    "listEnumeration",
    "statusStartDate",
    "statusEndDate",
    "subject",
    "subjectURI",
)
DEFINITIONS = ("CFItemTypes", "CFLicenses", "CFSubjects", "CFConcepts", "CFAssociationGroupings")
EXTENSIONS = "extensions"
