"""Known answers: tables of published figures, each row put to the product's own public functions.

`python3 manage.py known DIR`, or `python -m outsourcing.known DIR`, which needs neither settings nor a database.
"""

from outsourcing.known.tables import check_folder, check_table
from outsourcing.known.verdicts import RowResult, TableResult, Verdict

__all__ = ["RowResult", "TableResult", "Verdict", "check_folder", "check_table"]
