"""deqi: acupuncture care for people in pain: cited, located, safe, measured."""

__version__ = "0.1.0"
