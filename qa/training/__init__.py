"""How the shipped reader is made: ``python -m qa.training DATA_FOLDER --out FOLDER``."""
