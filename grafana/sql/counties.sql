-- 县区 · County
-- 有承诺的县区。
-- Counties with promises.
SELECT DISTINCT area_id AS value, name_zh AS label
FROM duixian.v_areas
WHERE level = 'county'
ORDER BY value
