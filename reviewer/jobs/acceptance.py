"""The database's part of taking a delivery in: one function, so that it is one round trip and one transaction.

It stands with the queue's tables, since it fills them: it is made anew at each start, by `schema`. A change of its
arguments is a new name: services of two versions may use one database for a while.
"""

from __future__ import annotations

from typing import Final

# First the delivery, so that a GUID that is known ends it. Then the head: its row is locked until the end, so the
# deliveries of one pull request get their generations one after the other. A job of an older generation that still
# waits would only find out that it is overtaken, so it is handed the newer delivery: a burst of pushes is one job, and
# it keeps its place, or a pull request whose pushes come faster than the queue moves would never have its turn. One
# that runs finds out by its claim. What people did ("act") makes no review out of date and is never taken away.
FUNCTION: Final = """
CREATE OR REPLACE FUNCTION holdfast_accept_v2(
    _id uuid, _event text, _action text, _installation bigint, _repository_id bigint, _repository text,
    _number bigint, _head_sha text, _body bytea, _queue text, _task text, _act text, _lock text, _priority integer,
    _carried jsonb
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    _generation bigint;
    _waiting bigint;
    _args jsonb := jsonb_build_object('delivery_id', _id::text) || _carried;
BEGIN
    INSERT INTO delivery (
        id, event, action, installation, repository_id, repository, number, head_sha, generation, body
    ) VALUES (
        _id, _event, _action, _installation, _repository_id, _repository, _number, _head_sha, 0, _body
    ) ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF _task = _act THEN
        SELECT head.generation INTO _generation
            FROM pull_head AS head WHERE head.repository_id = _repository_id AND head.number = _number;
    ELSE
        INSERT INTO pull_head AS head (repository_id, number, head_sha, generation)
            VALUES (_repository_id, _number, _head_sha, 1)
            ON CONFLICT (repository_id, number) DO UPDATE
            SET generation = head.generation + 1, head_sha = excluded.head_sha, updated_at = now()
            RETURNING head.generation INTO _generation;
        SELECT id INTO _waiting FROM procrastinate_jobs
            WHERE lock = _lock AND status = 'todo' AND task_name <> _act ORDER BY id LIMIT 1 FOR UPDATE;
        UPDATE procrastinate_jobs SET status = 'cancelled'
            WHERE lock = _lock AND status = 'todo' AND task_name <> _act AND id <> _waiting;
    END IF;
    IF _generation IS NOT NULL THEN
        UPDATE delivery SET generation = _generation WHERE id = _id;
    END IF;
    IF _waiting IS NULL THEN
        PERFORM procrastinate_defer_jobs_v1(ARRAY[
            ROW(_queue, _task, _priority, _lock, NULL, _args, NULL)::procrastinate_job_to_defer_v1
        ]);
    ELSE
        UPDATE procrastinate_jobs
            SET task_name = _task, priority = _priority, args = _args, attempts = 0, scheduled_at = NULL
            WHERE id = _waiting;
    END IF;
    RETURN true;
END;
$$
"""

CALL: Final = """
SELECT holdfast_accept_v2(
    %(id)s::uuid, %(event)s::text, %(action)s::text, %(installation)s::bigint, %(repository_id)s::bigint,
    %(repository)s::text, %(number)s::bigint, %(head_sha)s::text, %(body)s::bytea, %(queue)s::text, %(task)s::text,
    %(act)s::text, %(lock)s::text, %(priority)s::integer, %(carried)s::jsonb
) AS is_new
"""
