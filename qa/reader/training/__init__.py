"""How the shipped reader is made: ``python -m qa.reader.training DATA_FOLDER --out FOLDER``."""
