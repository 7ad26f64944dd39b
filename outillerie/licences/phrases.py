"""The words people write for a licence, as data for `recognise`.

Phrases are compared without case, accents or punctuation. Sources: the French and English names of the
Creative Commons deeds of every version, the labels of HAL and Les Bases, and what is read on real sheets.
"""

# An element found in words is kept in capitals: «sa» alone is a French word, «partage à l’identique» is not.
ELEMENT_PHRASES = {
    "BY": ("attribution", "paternite"),
    "NC": (
        "pas d utilisation commerciale",
        "pas d utilisations commerciales",
        "pas d usage commercial",
        "sans utilisation commerciale",
        "sans usage commercial",
        "utilisation non commerciale",
        "usage non commercial",
        "pas de commerce",
        "non commerciale",
        "non commercial",
        "noncommercial",
    ),
    "ND": (
        "pas de modification",
        "pas de modifications",
        "sans modification",
        "sans modifications",
        "pas d oeuvre derivee",
        "pas d oeuvres derivees",
        "pas de travaux derives",
        "no derivative works",
        "no derivatives",
        "no derivs",
        "noderivatives",
        "noderivs",
    ),
    "SA": (
        "partage dans les memes conditions",
        "partage selon les memes conditions",
        "partage aux memes conditions",
        "partage des conditions initiales a l identique",
        "partage selon les conditions initiales",
        "partage a l identique",
        "share alike",
        "sharealike",
    ),
}

OTHER_PHRASES = {
    "cc0": ("creative commons zero", "creativecommons zero", "cc zero", "cczero", "cc 0"),
    "cc": ("creative commons", "creativecommons"),
    # Words that say nothing: taking them away brings the pieces of a name together.
    "": (
        "licence",
        "licences",
        "license",
        "sous",
        "version",
        "v",
        "international",
        "internationale",
        "unported",
        "non transpose",
        "non transposee",
        "generic",
        "generique",
    ),
}

# Codes of jurisdictions that are also French or English words: read as such at the very end of a text only.
AMBIGUOUS_PORTS = ("at", "be", "ca", "de", "es", "it", "us")

# Texts that grant nothing, or say the contrary of a licence.
REFUSALS = (
    "tous droits reserves",
    "tout droit reserve",
    "all rights reserved",
    "libre de droit",
    "libre de droits",
    "libres de droits",
    "royalty free",
    "pas de licence",
    "sans licence",
    "aucune licence",
    "no licence",
    "no license",
    "pas sous",
    "not under",
    "not licensed",
)
