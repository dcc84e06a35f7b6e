"""What became of a business case, and what was paid: pure arithmetic, no Django, no I/O (docs/metrics.md, realisation).

Money is Decimal in one currency; what is spread over days is kept as a fraction and rounded once, when it leaves. A
month without data is None everywhere, never zero.
"""
