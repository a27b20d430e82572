-- 承诺 · Commitment
-- 全部承诺。
-- All commitments.
SELECT commitment_id AS value, concat(commitment_id, ' ', argMax(name_zh, version)) AS label
FROM duixian.v_commitments
GROUP BY commitment_id
ORDER BY value
