"""Why a mix of licences is refused, in words to act on: French and English, chosen by the caller.

The sentences speak of `first` and `second`, the short names of the two licences (`second` may be absent).
"""

UNKNOWN = "unknown"
NO_DERIVATIVES = "no_derivatives"
SHARE_ALIKE_OR_NON_COMMERCIAL = "share_alike_or_non_commercial"
TWO_SHARE_ALIKES = "two_share_alikes"
SHARE_ALIKE_VERSIONS = "share_alike_versions"
CHOICE = "choice"
UNKNOWN_CHOICE = "unknown_choice"

REASONS = {
    UNKNOWN: {
        "fr": "Une partie n’a pas de licence connue\u00a0: tous les droits restent à son auteur. "
        "Demandez son accord ou retirez cette partie.",
        "en": "A part has no known licence: its author keeps all rights. Ask for permission or remove that part.",
    },
    NO_DERIVATIVES: {
        "fr": "La licence {first} interdit de partager une version modifiée. "
        "Gardez cette partie à part, telle quelle, ou remplacez-la.",
        "en": "{first} does not allow sharing a modified version. "
        "Keep that part separate and unchanged, or replace it.",
    },
    SHARE_ALIKE_OR_NON_COMMERCIAL: {
        "fr": "{first} impose de partager l’ensemble sous la même licence, qui permet l’usage commercial"
        "\u00a0; {second} l’interdit. Gardez ces deux parties séparées ou remplacez l’une d’elles.",
        "en": "{first} requires the whole to be shared under the same licence, which allows commercial use; "
        "{second} forbids it. Keep these two parts separate or replace one of them.",
    },
    TWO_SHARE_ALIKES: {
        "fr": "{first} et {second} imposent chacune de partager l’ensemble sous leur propre licence. "
        "Gardez ces deux parties séparées ou remplacez l’une d’elles.",
        "en": "{first} and {second} each require the whole to be shared under their own licence. "
        "Keep these two parts separate or replace one of them.",
    },
    SHARE_ALIKE_VERSIONS: {
        "fr": "{first} impose de partager l’ensemble sous cette version exacte\u00a0; "
        "{second} ne le permet pas. Gardez ces deux parties séparées ou remplacez l’une d’elles.",
        "en": "{first} requires the whole to be shared under that exact version; {second} does not allow it. "
        "Keep these two parts separate or replace one of them.",
    },
    CHOICE: {
        "fr": "Une partie sous {first} ne permet pas de partager l’ensemble sous {second}. "
        "Choisissez une autre licence ou remplacez cette partie.",
        "en": "A part under {first} does not allow sharing the whole under {second}. "
        "Choose another licence or replace that part.",
    },
    UNKNOWN_CHOICE: {
        "fr": "La licence de l’ensemble n’est pas connue ici. Choisissez une des licences proposées.",
        "en": "The licence of the whole is not known here. Choose one of those offered.",
    },
}

COMMERCIAL_WARNING = {
    "fr": "Cet ensemble contient des éléments qui interdisent l’usage commercial ({licences}). "
    "Une formation payante peut en être un\u00a0: demandez l’accord des auteurs ou remplacez ces éléments.",
    "en": "This set contains elements that do not allow commercial use ({licences}). "
    "Paid training may count as such: ask the authors for permission or replace these elements.",
}
