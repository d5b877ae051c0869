"""The emergency cards, on screen and on paper."""
