-- Who reads as the operator reads across tenants, and the planner must know it. A comparison of two values it cannot look
-- up it takes to be true for one row in two hundred, so it found every list short and sorted the whole table for each page
-- of it; a truth value that it knows nothing of it takes to be true for every second row.
-- not-applicable: sqlite there is no row-level security; every query names its tenant
-- +goose Up
ALTER POLICY traces_operator ON traces
    USING (COALESCE(current_setting('ongoingai.scope', true) = 'operator', false))
    WITH CHECK (current_setting('ongoingai.scope', true) = 'operator');

-- +goose Down
ALTER POLICY traces_operator ON traces
    USING (current_setting('ongoingai.scope', true) = 'operator')
    WITH CHECK (current_setting('ongoingai.scope', true) = 'operator');
