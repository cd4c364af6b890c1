"""Answers shown: the same answer for a terminal and for a web page."""
