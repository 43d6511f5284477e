"""Measure how often the answers are right."""
