"""What PNG and SVG share when they carry a badge: two keywords, the refusal, the bounds.

Open Badges 2.0, Baking (https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/baking/index.html) and Open
Badges 3.0, 5.3 (https://www.imsglobal.org/spec/ob/v3p0#baked-badge). One picture may carry both forms.
"""

OB2 = "openbadges"
OB3 = "openbadgecredential"
KEYWORDS = (OB2, OB3)
MOST_BYTES = 8 * 1024 * 1024
# What a badge may say, written out: the rest of the site reads a quarter of it.
MOST_TEXT = 1024 * 1024


class UnreadableImage(ValueError):
    """The picture cannot carry a badge, or what it carries cannot be read. `code` says why, for a sentence.

    Codes: `not-png`, `not-svg`, `damaged`, `too-heavy`, `too-many-pixels`, `too-many-parts`, `animated`, `too-long`
    (the text of the badge), `several-badges` (of one form), `entities`, `bad-size`.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
