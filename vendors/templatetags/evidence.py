"""Filters about evidence."""

from __future__ import annotations

from django import template

from vendors.evidence_words import fault_words, state_words

register = template.Library()
register.filter("fault_words", fault_words)
register.filter("state_words", state_words)
