"""The look of Gradio's own components, in the colours and type of ``static/page.css``."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.themes import Base


def look() -> Base:
    """Return the theme of the page."""
    from gradio.themes import Base

    everything = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--quiet)",
        "background_fill_primary": "var(--card)",
        "background_fill_secondary": "var(--paper)",
        "block_background_fill": "var(--card)",
        "block_border_color": "var(--line)",
        "block_info_text_color": "var(--quiet)",
        "block_label_text_color": "var(--quiet)",
        "block_label_background_fill": "var(--card)",
        "block_title_text_color": "var(--ink)",
        "border_color_primary": "var(--line)",
        "border_color_accent": "var(--accent)",
        "color_accent": "var(--accent)",
        "color_accent_soft": "var(--accent-soft)",
        "input_background_fill": "var(--card)",
        "input_border_color": "var(--field)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--quiet)",
        "link_text_color": "var(--accent)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent)",
        "button_primary_text_color": "var(--accent-ink)",
        "button_secondary_background_fill": "var(--card)",
        "button_secondary_background_fill_hover": "var(--accent-soft)",
        "button_secondary_text_color": "var(--ink)",
        "button_secondary_border_color": "var(--field)",
        "checkbox_background_color_selected": "var(--accent)",
        "checkbox_border_color": "var(--field)",
        "checkbox_label_background_fill": "var(--card)",
        "checkbox_label_text_color": "var(--ink)",
        "error_background_fill": "var(--card)",
        "error_text_color": "var(--warn)",
        "error_border_color": "var(--warn)",
    }
    known = signature(Base.set).parameters  # Not everything has a value of its own for dark pages.
    dark = {f"{name}_dark": value for name, value in everything.items() if f"{name}_dark" in known}
    base = Base(font=["Inter", "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    return base.set(
        block_radius="0.9rem",
        input_radius="0.7rem",
        block_shadow="none",
        input_border_width="1px",
        button_large_radius="2rem",
        **everything,
        **dark,
    )
