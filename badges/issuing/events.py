"""What a deed on keys tells the other slices, in its transaction."""

from django.dispatch import Signal

# key: SigningKey
key_compromised = Signal()
