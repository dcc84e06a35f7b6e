"""Uploaded tables (CSV and relatives, gzip of these, XLSX) as rows of text. Pure: no Django; a file is read in a
process of its own, with bounds. Enter by `table.Table`.
"""
