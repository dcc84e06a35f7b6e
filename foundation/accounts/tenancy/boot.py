"""The check at boot: the app must not run as a role that could see past the wall."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

FACTS = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace),
       ARRAY(SELECT g.rolname FROM pg_roles g
             WHERE g.rolname = ANY (%s) AND pg_has_role(session_user, g.oid, 'USAGE'))
FROM pg_roles r WHERE r.rolname = session_user
"""


class UnsafeRoleError(RuntimeError):
    """The database role of this process may see more than one tenant."""


def refuse_unsafe_role() -> None:
    """Stop the process when its role is superuser, bypasses row-level security, owns tables or inherits rights.

    Raises:
        UnsafeRoleError: naming what is wrong.
    """
    groups = [f"{settings.DB_ROLE_PREFIX}_{name}" for name in ("staff", "portal", "system", "identity", "owner")]
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [groups])
        superuser, bypasses, owns, inherited = cursor.fetchone()
    connection.close()
    wrong = [
        sentence
        for is_wrong, sentence in (
            (superuser, "it is a superuser"),
            (bypasses, "it bypasses row-level security"),
            (owns, "it owns tables"),
            (inherited, f"it inherits the rights of {', '.join(inherited)}"),
        )
        if is_wrong
    ]
    if wrong:
        raise UnsafeRoleError(
            f"Refusing to start: the database role is unsafe, {' and '.join(wrong)}."
            " Use the NOINHERIT login role that the launcher makes (docs/tenancy.md)."
        )
