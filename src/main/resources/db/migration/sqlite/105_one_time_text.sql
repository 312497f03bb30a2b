-- One text for one instant. Filters, order and pages compare the text, so every row must use the layout
-- YYYY-MM-DD HH:MM:SS[.fraction] +0000 UTC with the zeros at the fraction's end left out: a space sorts before every
-- digit, so the shorter fraction sorts first, and two equal instants are two equal texts. Older rows may hold RFC 3339,
-- a zone as an offset, a monotonic clock reading, or no zone at all, which means UTC. They keep their microseconds;
-- what is no time is left as it is, and rows in the layout already are not written.
-- not-applicable: postgres a timestamptz is an instant, not a text
-- +goose Up
UPDATE traces
SET timestamp = found.seconds
        || CASE WHEN found.fraction <> '' THEN '.' || found.fraction ELSE '' END
        || ' +0000 UTC'
FROM (
    SELECT place,
           rtrim(substr(digits, 1, 6), '0') AS fraction,
           strftime('%Y-%m-%d %H:%M:%S', base || CASE
               WHEN zone IN ('', 'Z', 'z', 'UTC') THEN '+00:00'
               WHEN zone GLOB '[+-][0-9][0-9]:[0-9][0-9]*' THEN substr(zone, 1, 6)
               WHEN zone GLOB '[+-][0-9][0-9][0-9][0-9]*' THEN substr(zone, 1, 3) || ':' || substr(zone, 4, 2)
               WHEN zone GLOB '[+-][0-9][0-9]' THEN zone || ':00'
           END) AS seconds
    FROM (
        SELECT place,
               base,
               digits,
               trim(CASE WHEN digits = '' THEN rest ELSE substr(rest, length(digits) + 2) END) AS zone
        FROM (
            SELECT place,
                   base,
                   rest,
                   CASE WHEN rest LIKE '.%'
                       THEN substr(rest, 2, length(rest) - 1 - length(ltrim(substr(rest, 2), '0123456789')))
                       ELSE ''
                   END AS digits
            FROM (
                SELECT rowid AS place,
                       replace(substr(timestamp, 1, 19), 'T', ' ') AS base,
                       CASE WHEN instr(timestamp, ' m=') > 0
                           THEN substr(timestamp, 20, instr(timestamp, ' m=') - 20)
                           ELSE substr(timestamp, 20)
                       END AS rest
                FROM traces
                WHERE typeof(timestamp) = 'text'
                  AND timestamp GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ][0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
                  AND NOT (timestamp GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9] +0000 UTC'
                      OR timestamp GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9].*[1-9] +0000 UTC')
            )
        )
    )
) AS found
WHERE traces.rowid = found.place
  AND found.seconds IS NOT NULL;

UPDATE traces
SET created_at = found.seconds
        || CASE WHEN found.fraction <> '' THEN '.' || found.fraction ELSE '' END
        || ' +0000 UTC'
FROM (
    SELECT place,
           rtrim(substr(digits, 1, 6), '0') AS fraction,
           strftime('%Y-%m-%d %H:%M:%S', base || CASE
               WHEN zone IN ('', 'Z', 'z', 'UTC') THEN '+00:00'
               WHEN zone GLOB '[+-][0-9][0-9]:[0-9][0-9]*' THEN substr(zone, 1, 6)
               WHEN zone GLOB '[+-][0-9][0-9][0-9][0-9]*' THEN substr(zone, 1, 3) || ':' || substr(zone, 4, 2)
               WHEN zone GLOB '[+-][0-9][0-9]' THEN zone || ':00'
           END) AS seconds
    FROM (
        SELECT place,
               base,
               digits,
               trim(CASE WHEN digits = '' THEN rest ELSE substr(rest, length(digits) + 2) END) AS zone
        FROM (
            SELECT place,
                   base,
                   rest,
                   CASE WHEN rest LIKE '.%'
                       THEN substr(rest, 2, length(rest) - 1 - length(ltrim(substr(rest, 2), '0123456789')))
                       ELSE ''
                   END AS digits
            FROM (
                SELECT rowid AS place,
                       replace(substr(created_at, 1, 19), 'T', ' ') AS base,
                       CASE WHEN instr(created_at, ' m=') > 0
                           THEN substr(created_at, 20, instr(created_at, ' m=') - 20)
                           ELSE substr(created_at, 20)
                       END AS rest
                FROM traces
                WHERE typeof(created_at) = 'text'
                  AND created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ][0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
                  AND NOT (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9] +0000 UTC'
                      OR created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9].*[1-9] +0000 UTC')
            )
        )
    )
) AS found
WHERE traces.rowid = found.place
  AND found.seconds IS NOT NULL;

-- +goose Down
-- Nothing to undo: every reader of the older layouts reads this one.
SELECT 1;
