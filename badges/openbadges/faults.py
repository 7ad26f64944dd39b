"""What may be wrong with a document, a proof or a token: each fault has a code that pages put in words.

Codes of documents: `too-big`, `not-json`, `too-deep`, `too-many`, `duplicate-member`, `empty-member`, `blank-name`,
`other-name`, `inner-context`, `unknown-context`, `undefined-term`, `relative-address`, `control-character`,
`intricate`, `two-meanings`, `wrong-shape`. Codes of proofs: `no-proof`, `wrong-purpose`, `wrong-method`, `wrong-key`,
`wrong-signature`. Codes of tokens: `unreadable-token`, `wrong-algorithm`, `wrong-header`, `wrong-signature`,
`wrong-claim`.
"""


class Fault(ValueError):
    """A document is not what it should be. `code` says how; `detail` names the member, for the technical details."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Unacceptable(Fault):
    """The document is not read at all: too big, too deep, or saying other things than what it signs."""


class NotCanonical(Fault):
    """The document has no canonical form that would sign all it says."""


class NotProved(Fault):
    """The document, or the token, is not signed as it says."""
