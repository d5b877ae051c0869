"""Questionnaires and diaries: answered on a phone, scored, and what a score means. Nothing is stored."""
