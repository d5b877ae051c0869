"""The points: a list to search, and a card for each."""
