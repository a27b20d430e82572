// The six dashboards: 总览 → 县 → 原乡镇 → 承诺 → 证据, and 运行.

import type { AnnotationQuery, Dashboard, DashboardLink, Panel, VariableModel } from '@grafana/schema';
import { BADNESS, CLICKHOUSE, SAID, chart, coded, column, count, head, line, link, metric, numbers, panel, query, table, target, timeline } from './panels.js';

const toCounty = link('看这个县', 'county', { county: column('county_id') });
const toArea = link('看这个地方', 'area', { county: '${county}', area: column('area_id') });
const toAreaOf = link('看这个地方', 'area', { county: column('county_id'), area: column('area_id') });
const toPromise = link('看这项承诺', 'commitment', { county: '${county}', area: column('area_id'), commitment: column('commitment_id') });
const toPromiseOf = link('看这项承诺', 'commitment', { county: column('county_id'), area: column('area_id'), commitment: column('commitment_id') });
const toEvidence = link('看证据', 'evidence', {
  county: '${county}',
  area: column('area_id'),
  commitment: column('commitment_id'),
  alert: column('alert_id'),
});

function variable(name: string, sql: string): VariableModel {
  const { title, description, sql: rawSql } = query(sql);
  return {
    type: 'query',
    name,
    label: title.split(' · ')[0]!,
    description,
    datasource: CLICKHOUSE,
    query: { refId: name, queryType: 'sql', rawSql },
    refresh: 2,
    multi: false,
    includeAll: false,
  } as unknown as VariableModel;
}

const COUNTY = variable('county', 'counties');
const AREA = variable('area', 'areas');
const COMMITMENT = variable('commitment', 'commitments');
const ALERT = variable('alert', 'alerts');

const MILESTONES = {
  name: '改革节点',
  enable: true,
  hide: false,
  iconColor: 'purple',
  datasource: CLICKHOUSE,
  target: target(query('milestones').sql, false),
} as unknown as AnnotationQuery;

function dashboard(slug: string, title: string, description: string, variables: VariableModel[], links: DashboardLink[], panels: Panel[]): Dashboard {
  return {
    uid: `duixian-${slug}`,
    title,
    description,
    tags: ['duixian'],
    schemaVersion: 41,
    version: 1,
    editable: false,
    graphTooltip: 1,
    timezone: 'Asia/Shanghai',
    weekStart: 'monday',
    refresh: '5m',
    time: { from: 'now-28d', to: 'now' },
    timepicker: {},
    templating: { list: variables },
    annotations: { list: [MILESTONES] },
    links,
    panels: panels.map((each, index) => ({ ...each, id: index + 1 })),
  } satisfies Dashboard;
}

const OVERVIEW = head('总览', 'overview');
const OPERATIONS = head('运行', 'operations');
const UP_TO_COUNTY = head('↑ 县', 'county');
const UP_TO_AREA = head('↑ 原乡镇', 'area');
const UP_TO_COMMITMENT = head('↑ 承诺', 'commitment');
const DOWN_TO_COUNTY = head('↓ 县', 'county');
const DOWN_TO_AREA = head('↓ 原乡镇', 'area');
const DOWN_TO_COMMITMENT = head('↓ 承诺', 'commitment');
const DOWN_TO_EVIDENCE = head('↓ 证据', 'evidence');

const LIMITS = { lineStyle: { fill: 'dash', dash: [6, 4] }, lineWidth: 1, showPoints: 'never' };

const overview = dashboard(
  'overview',
  '总览',
  '哪项承诺在哪里没有兑现,先处理哪一项。 Which promise slips where, and what to do first.',
  [],
  [DOWN_TO_COUNTY, OPERATIONS],
  [
    numbers('overview_numbers', { x: 0, y: 0, w: 24, h: 4 }),
    table('overview_worst', { x: 0, y: 4, w: 24, h: 12 }, ['结论', '地区', '县区', '承诺', '实际', '目标'], {
      地区: toAreaOf,
      县区: toCounty,
      承诺: toPromiseOf,
    }),
    panel(
      'geomap',
      'overview_map',
      { x: 0, y: 16, w: 12, h: 13 },
      'none',
      {
        view: { id: 'fit', allLayers: true, padding: 10 },
        // Nothing is fetched from outside: borders, if any, come from a file in the image.
        basemap: { type: 'geojson', name: '界线', config: { src: 'public/maps/duixian.geojson', rules: [], style: { color: { fixed: 'text' }, opacity: 0.1, lineWidth: 1 } } },
        controls: { showZoom: true, mouseWheelZoom: false, showAttribution: false, showScale: true },
        tooltip: { mode: 'details' },
        layers: [
          {
            type: 'markers',
            name: '原乡镇',
            tooltip: true,
            location: { mode: 'coords', latitude: 'lat', longitude: 'lon' },
            config: {
              showLegend: true,
              style: {
                color: { field: '最差结论', fixed: 'text' },
                opacity: 0.8,
                size: { fixed: 7, min: 2, max: 15 },
                symbol: { mode: 'fixed', fixed: 'img/icons/marker/circle.svg' },
                text: { mode: 'field', field: '标注', fixed: '' },
                textConfig: { fontSize: 12, offsetX: 0, offsetY: 14, textAlign: 'center', textBaseline: 'middle' },
              },
            },
          },
        ],
      },
      {
        overrides: [
          { matcher: { id: 'byName', options: '最差结论' }, properties: [{ id: 'mappings', value: SAID }] },
          { matcher: { id: 'byName', options: '原乡镇' }, properties: [{ id: 'links', value: [toAreaOf] }] },
        ],
      },
    ),
    chart('overview_trend', { x: 12, y: 16, w: 12, h: 13 }, 'suffix: 项', [
      line('✖ 未兑现', 'red', { lineWidth: 3 }),
      line('▲ 有风险', 'orange', { lineStyle: { fill: 'dash', dash: [10, 5] } }),
      line('？ 数据缺失', '#8e8e8e', { lineStyle: { fill: 'dot', dash: [2, 6] } }),
      // Many more than the others, they would hide them: in the tooltip only.
      count('… 样本不足'),
      count('✔ 达标'),
    ]),
  ],
);

const county = dashboard(
  'county',
  '县',
  '本县哪个原乡镇在退步,是不是偶然。 Which former township of the county slips, and whether that may be chance.',
  [COUNTY, COMMITMENT],
  [OVERVIEW, DOWN_TO_AREA, OPERATIONS],
  [
    table('county_areas', { x: 0, y: 0, w: 12, h: 12 }, ['地区', '最差结论'], { 地区: toArea }),
    timeline('county_timeline', { x: 12, y: 0, w: 12, h: 12 }, BADNESS),
    table('county_before_after', { x: 0, y: 12, w: 24, h: 9 }, ['变化', '原乡镇', '承诺', '撤并前', '撤并后', '差', '差的下限', '差的上限'], {
      原乡镇: toArea,
      承诺: toPromise,
    }),
    panel(
      'xychart',
      'county_funnel',
      { x: 0, y: 21, w: 24, h: 12 },
      'percentunit',
      {
        mapping: 'manual',
        series: ['本县', '其他县区', '全市', '95% 下限', '95% 上限', '99.8% 下限', '99.8% 上限'].map((name) => ({
          name: { fixed: name },
          x: { matcher: { id: 'byName', options: 'n' } },
          y: { matcher: { id: 'byName', options: name } },
        })),
        legend: { showLegend: true, displayMode: 'list', placement: 'bottom' },
        tooltip: { mode: 'single' },
      },
      {
        custom: { show: 'lines', lineWidth: 1, pointSize: { fixed: 9 } },
        overrides: [
          line('本县', 'red', { show: 'points', pointShape: 'square' }),
          line('其他县区', 'blue', { show: 'points', pointShape: 'circle' }),
          line('全市', 'text', { lineWidth: 2 }),
          line('95% 下限', '#8e8e8e'),
          line('95% 上限', '#8e8e8e'),
          line('99.8% 下限', 'purple', { lineStyle: { fill: 'dash', dash: [6, 4] } }),
          line('99.8% 上限', 'purple', { lineStyle: { fill: 'dash', dash: [6, 4] } }),
          { matcher: { id: 'byName', options: 'n' }, properties: [{ id: 'unit', value: 'none' }] },
          { matcher: { id: 'byName', options: '原乡镇' }, properties: [{ id: 'links', value: [toAreaOf] }] },
        ],
      },
    ),
  ],
);

const area = dashboard(
  'area',
  '原乡镇',
  '对这个地方的每项承诺兑现得怎样,数据是否可信。 How each promise to this place is kept, and whether data can be trusted.',
  [COUNTY, AREA],
  [OVERVIEW, UP_TO_COUNTY, DOWN_TO_COMMITMENT, OPERATIONS],
  [
    numbers('area_numbers', { x: 0, y: 0, w: 24, h: 4 }),
    table('area_promises', { x: 0, y: 4, w: 24, h: 15 }, ['结论', '承诺', '实际', '目标', '撤并前', '近7天'], { 承诺: toPromise }),
    timeline('area_sources', { x: 0, y: 19, w: 24, h: 8 }, coded([
      [2, '及时', '#5794f2'],
      [1, '当时缺失,后来补到', 'orange'],
      [0, '？ 数据缺失', '#8e8e8e'],
    ])),
    table('area_alerts', { x: 0, y: 27, w: 24, h: 10 }, ['级别', '承诺', '通知', '判定时间', '签收期限'], { 承诺: toPromise, 通知: toEvidence }),
  ],
);

const commitment = dashboard(
  'commitment',
  '承诺',
  '这项承诺在这个地方如何变化,按哪条规则判定。 How the promise developed here, and by which rule it is judged.',
  [COUNTY, AREA, COMMITMENT],
  [OVERVIEW, UP_TO_AREA, DOWN_TO_EVIDENCE, OPERATIONS],
  [
    numbers('promise_numbers', { x: 0, y: 0, w: 24, h: 4 }),
    chart('promise_share', { x: 0, y: 4, w: 12, h: 11 }, 'percentunit', [
      line('实际', 'blue', { lineWidth: 3 }),
      line('下限', '#8e8e8e', LIMITS),
      line('上限', '#8e8e8e', { ...LIMITS, fillBelowTo: '下限', fillOpacity: 15 }),
      line('目标', 'red', { showPoints: 'never' }),
      count('n'),
    ]),
    chart('promise_control', { x: 12, y: 4, w: 12, h: 11 }, 'percentunit', [
      line('本周', 'blue', { showPoints: 'always', pointSize: 6 }),
      line('特殊变化', 'red', { drawStyle: 'points', showPoints: 'always', pointSize: 14 }),
      line('中线', 'text', { showPoints: 'never', lineWidth: 1 }),
      line('下控制限', 'purple', LIMITS),
      line('上控制限', 'purple', LIMITS),
      count('n'),
    ]),
    table('promise_steps', { x: 0, y: 15, w: 24, h: 9 }, ['判定时间', '级别', '目标', '通知'], { 通知: toEvidence }),
    table('promise_rule', { x: 0, y: 24, w: 24, h: 10 }, ['内容']),
  ],
);

const evidence = dashboard(
  'evidence',
  '证据',
  '结论靠什么:没有兑现的每个单位、背后的原始事件、改过的说法、告诉了谁。 What the verdict rests on: lost units, raw events, revisions, who was told.',
  [COUNTY, AREA, COMMITMENT, ALERT],
  [OVERVIEW, UP_TO_AREA, UP_TO_COMMITMENT, OPERATIONS],
  [
    table('evidence_alert', { x: 0, y: 0, w: 24, h: 13 }, ['期限', '得知时间', '发生时间', '到达时间', '原始事件']),
    table('evidence_units', { x: 0, y: 13, w: 24, h: 11 }, ['期限', '得知时间']),
    table('evidence_left_out', { x: 0, y: 24, w: 24, h: 8 }, ['得知时间']),
    table('evidence_revisions', { x: 0, y: 32, w: 14, h: 9 }, ['结论', '自', '至']),
    table('evidence_notices', { x: 14, y: 32, w: 10, h: 9 }, ['级别', '接收', '送达']),
  ],
);

const operations = dashboard(
  'operations',
  '运行',
  '系统自身是否可信:事件都有去向,作业在跑,通知送到。 Whether the system itself can be trusted: everything accounted for, jobs running, notices delivered.',
  [],
  [OVERVIEW],
  [
    panel('stat', 'operations_numbers', { x: 0, y: 0, w: 24, h: 4 }, 'none', {
      colorMode: 'none',
      graphMode: 'none',
      textMode: 'value_and_name',
      reduceOptions: { calcs: ['lastNotNull'], fields: '/.*/', values: false },
    }),
    metric(
      '作业在运行 · Jobs running',
      '每个Flink作业是否在运行:1在运行,0不在。没有线表示作业没有上报。\n\nWhether each Flink job runs: 1 it does, 0 it does not. No line: it reports nothing.',
      'max by (job_name) (flink_jobmanager_job_runningTime) > bool 0',
      '{{job_name}}',
      'none',
      { x: 0, y: 4, w: 8, h: 8 },
    ),
    metric(
      '检查点距今 · Checkpoint age',
      '每个作业最近一次完成的检查点距今多久。故障后从那里重算;间隔为10秒,持续几分钟以上就要查。\n\nHow long ago the last checkpoint of each job was completed: after a failure it goes on from there. They are taken every 10 s; more than some minutes wants looking into.',
      'time() - max by (job_name) (flink_jobmanager_job_lastCheckpointCompletedTimestamp > 0) / 1000',
      '{{job_name}}',
      's',
      { x: 8, y: 4, w: 8, h: 8 },
    ),
    metric(
      '尚未读取的记录 · Lag',
      '每个作业的Kafka来源还有多少条记录没有读取。持续上升表示处理跟不上到达。\n\nRecords in Kafka that the sources of each job have not read yet. Growing steadily, the job cannot keep up.',
      'sum by (job_name) (flink_taskmanager_job_task_operator_pendingRecords)',
      '{{job_name}}',
      'none',
      { x: 16, y: 4, w: 8, h: 8 },
    ),
    table('operations_sources', { x: 0, y: 12, w: 24, h: 10 }, ['核对', '最新']),
    table('operations_rejected', { x: 0, y: 22, w: 14, h: 9 }, []),
    table('operations_notices', { x: 14, y: 22, w: 10, h: 9 }, ['最近']),
  ],
);

export const DASHBOARDS: Record<string, Dashboard> = { overview, county, area, commitment, evidence, operations };
