-- 地区 · Area
-- 所选县区的原乡镇和新乡镇。
-- Former townships and townships of the county.
SELECT DISTINCT area_id AS value, concat(name_zh, if(level = 'township', '（新）', '')) AS label
FROM duixian.v_areas
WHERE parent_id = ${county:singlequote}
ORDER BY value
