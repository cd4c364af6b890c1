"""Measurements that are not tests: what weights and thresholds come from, and what a question costs."""
