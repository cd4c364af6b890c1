"""What a work is called, by those who ask about it and in its own text: "the film", "this talk"."""

from __future__ import annotations

ALIKE = (
    frozenset({"film", "documentary", "movie"}),
    frozenset({"talk", "lecture", "speech"}),
    frozenset({"book", "novel"}),
    frozenset({"episode", "podcast", "interview"}),
)
"""Names side by side that the same work may have; a work of one of these is none of another."""
OF_ANY = (
    *("docu", "doc", "video", "text", "article", "story", "programme", "program", "show", "recording", "handbook"),
    *("page", "document", "piece", "report", "guide", "manual", "essay", "tutorial", "booklet", "leaflet", "brochure"),
)
"""Names that say too little to tell one work from another, or are too often something else."""
WORK = "|".join(sorted(name for names in ALIKE for name in names))
"""The pattern of a name that tells a work from others."""
ANY_WORK = "|".join((WORK, *OF_ANY))
"""The pattern of whatever a text or a film may be called."""
