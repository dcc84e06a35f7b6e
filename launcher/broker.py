"""The queue on PostgreSQL, as far as the launcher must know it."""


def release_unfinished(queue_url: str | None) -> None:
    """Makes messages that a killed worker had taken visible at once instead of after their timeout.

    Only while no worker is alive, or work in progress would be done twice. Does nothing without a queue on PostgreSQL.
    """
    if not queue_url:
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(queue_url) as connection:
        for (name,) in connection.execute("SELECT queue_name FROM pgmq.list_queues()").fetchall():
            table = Identifier("pgmq", f"q_{name}")
            connection.execute(
                SQL("UPDATE {} SET vt = clock_timestamp() WHERE vt > clock_timestamp() AND read_ct > 0").format(table)
            )
