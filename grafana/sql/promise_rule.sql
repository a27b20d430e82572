-- 规则原文与版本 · The rule's text and version
-- 时间范围末日判定所用的承诺定义全文(schemas/commitments中的YAML,逐项)。
-- The definition by which the promise was judged at the end of the time range (the YAML in schemas/commitments, item by item).
SELECT
    path AS `项目`,
    value AS `内容`,
    commitment_version AS `承诺版本`,
    version AS `数据版本`,
    if(applies_from = toDate('1970-01-01'), '自始', toString(applies_from)) AS `适用自`
FROM duixian.v_rule_text
WHERE commitment_id = ${commitment:singlequote}
    AND applies_from <= toDate($__toTime, 'Asia/Shanghai')
ORDER BY applies_from DESC, published_at DESC, path
LIMIT 1 BY path
