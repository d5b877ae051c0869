"""Reading notes: findings from free text in English and Chinese, by lexicon and cues, offline.

A first reader. It finds the longest known words, then looks in the same phrase for words that
deny, place in the past or the family, suppose, or doubt. Each mention keeps its place in the text
so that a person can confirm it. Only what is said of the person now, plainly, becomes present;
only what is plainly denied becomes absent; the rest stays unknown.
"""

from deqi.consult.notes.pieces import Piece, pieces
from deqi.consult.notes.reading import Mention, Reading, read_note

__all__ = ["Mention", "Piece", "Reading", "pieces", "read_note"]
