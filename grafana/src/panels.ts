// What panels are made of: a query from sql/, how its columns look, and where they lead.

import { readFileSync } from 'node:fs';
import type { DashboardLink, Panel, ValueMapping } from '@grafana/schema';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { Options as TableOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { Options as TimelineOptions } from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type { Options as SeriesOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type { Options as GeomapOptions } from '@grafana/schema/dist/esm/raw/composable/geomap/panelcfg/x/GeomapPanelCfg_types.gen';
import type { Options as XYOptions } from '@grafana/schema/dist/esm/raw/composable/xychart/panelcfg/x/XYChartPanelCfg_types.gen';

/** The options of the panels used, as far as they are said; Grafana fills in the rest. */
type Deep<T> = T extends (infer U)[] ? Deep<U>[] : T extends object ? { [K in keyof T]?: Deep<T[K]> } : T extends string ? T | `${T}` : T;
type OptionsOf = {
  stat: Deep<StatOptions>;
  table: Deep<TableOptions>;
  'state-timeline': Deep<TimelineOptions>;
  timeseries: Deep<SeriesOptions>;
  geomap: Deep<GeomapOptions>;
  xychart: Deep<XYOptions>;
};
export type Kind = keyof OptionsOf;

type Property = { id: string; value?: unknown };
type Override = { matcher: { id: string; options?: unknown }; properties: Property[] };

export const CLICKHOUSE = { type: 'grafana-clickhouse-datasource', uid: 'duixian' };
export const PROMETHEUS = { type: 'prometheus', uid: 'duixian-prometheus' };

/** Colours of what v_verdicts says, and of alerts; the words and icons say the same without them. */
const COLOURS: Record<string, string> = {
  '✖ 未兑现': 'red',
  '▲ 有风险': 'orange',
  '？ 数据缺失': '#8e8e8e',
  '… 样本不足': '#b4b4b4',
  '✔ 达标': 'green',
  '– 未生效': '#d0d0d0',
};
const OTHER_COLOURS: Record<string, string> = {
  '✖ 红': 'red',
  '▲ 黄': 'orange',
  '▼ 变差': 'red',
  '▲ 变好': 'blue',
  '✔ 已平': 'blue',
  '✖ 未平': 'red',
};

/** Verdicts by badness, as a state timeline wants them: numbers that are mapped to words. */
export const BADNESS: ValueMapping[] = coded(Object.keys(COLOURS).map((said, i) => [5 - i, said, COLOURS[said]!]));

/** A mapping of numbers to words and colours. */
export function coded(states: [number, string, string][]): ValueMapping[] {
  const options = Object.fromEntries(states.map(([code, text, color], index) => [String(code), { text, color, index }]));
  return [{ type: 'value', options }] as unknown as ValueMapping[];
}

/** The same words as they are, with their colours. */
export const SAID = [
  {
    type: 'value',
    options: Object.fromEntries(
      Object.entries({ ...COLOURS, ...OTHER_COLOURS }).map(([text, color], index) => [text, { text, color, index }]),
    ),
  },
];

/** The text of sql/NAME.sql: its comment tells title and definition, the rest is the query. */
export function query(name: string): { title: string; description: string; sql: string } {
  const lines = readFileSync(new URL(`../sql/${name}.sql`, import.meta.url), 'utf8').trimEnd().split('\n');
  const [title, zh, en] = lines.slice(0, 3).map((line) => line.replace(/^-- /, ''));
  return { title: title!, description: `${zh}\n\n${en}`, sql: lines.slice(3).join('\n') };
}

export function target(sql: string, series: boolean) {
  return {
    refId: 'A',
    datasource: CLICKHOUSE,
    editorType: 'sql',
    queryType: series ? 'timeseries' : 'table',
    format: series ? 0 : 1,
    pluginVersion: '4.20.0',
    rawSql: sql,
  };
}

/** A link to another dashboard that keeps the time range and says which place and promise. */
export function link(title: string, to: string, variables: Record<string, string>) {
  const said = Object.entries(variables).map(([name, value]) => `&var-${name}=${value}`);
  return { title, url: `/d/duixian-${to}?\${__url_time_range}${said.join('')}` };
}

/** The value of a column in the row that is clicked. */
export const column = (name: string) => `\${__data.fields["${name}"]}`;

/** A link in the head of a dashboard: time range and variables go along. */
export function head(title: string, to: string): DashboardLink {
  return {
    title,
    type: 'link',
    url: `/d/duixian-${to}`,
    icon: 'dashboard',
    tooltip: '',
    tags: [],
    asDropdown: false,
    targetBlank: false,
    includeVars: true,
    keepTime: true,
  };
}

const by = (name: string, ...properties: Property[]): Override => ({
  matcher: { id: 'byName', options: name },
  properties,
});

/** How columns look, by name: the same name means the same everywhere. */
const SHARES = ['实际', '目标', '撤并前', '撤并后', '近7天', '差', '差的下限', '差的上限'];
const VERDICTS = ['结论', '最差结论', '变化', '核对', '级别'];
const TIMES = ['判定时间', '签收期限', '期限', '得知时间', '发生时间', '到达时间', '自', '至', '接收', '送达', '最近', '最新'];
const WIDE = ['通知', '原始事件', '内容'];

export type Place = { x: number; y: number; w: number; h: number };

/** A panel that shows what sql/NAME.sql returns. */
export function panel<K extends Kind>(
  kind: K,
  name: string,
  gridPos: Place,
  unit: string,
  options: OptionsOf[K],
  more: { overrides?: Override[]; defaults?: Record<string, unknown>; custom?: Record<string, unknown> } = {},
): Panel {
  const { title, description, sql } = query(name);
  const series = kind === 'timeseries' || kind === 'state-timeline';
  return {
    type: kind,
    title,
    description,
    datasource: CLICKHOUSE,
    gridPos,
    targets: [target(sql, series)],
    options: options as Record<string, unknown>,
    fieldConfig: {
      defaults: { unit, noValue: '没有数据', ...more.defaults, custom: more.custom ?? {} },
      overrides: more.overrides ?? [],
    },
  } as Panel;
}

/** A table; columns with an underscore in their name lead elsewhere and are not shown. */
export function table(
  name: string,
  gridPos: Place,
  columns: string[],
  links: Record<string, { title: string; url: string }> = {},
): Panel {
  const overrides: Override[] = [
    { matcher: { id: 'byRegexp', options: '/^[a-z]+_[a-z]+$/' }, properties: [{ id: 'custom.hideFrom.viz', value: true }] },
  ];
  for (const each of columns) {
    const properties: Property[] = [];
    if (SHARES.includes(each)) properties.push({ id: 'unit', value: 'percentunit' }, { id: 'decimals', value: 1 });
    if (VERDICTS.includes(each)) {
      properties.push({ id: 'mappings', value: SAID }, { id: 'custom.cellOptions', value: { type: 'color-text' } });
    }
    if (TIMES.includes(each)) properties.push({ id: 'unit', value: 'dateTimeAsIso' });
    if (WIDE.includes(each)) properties.push({ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } });
    const leads = links[each];
    if (leads) properties.push({ id: 'links', value: [leads] });
    if (properties.length > 0) overrides.push(by(each, ...properties));
  }
  return panel('table', name, gridPos, 'none', { cellHeight: 'sm', showHeader: true }, {
    overrides,
    custom: { align: 'auto', filterable: true },
  });
}

/** Numbers side by side, in words: text colour only, the words say what they mean. */
export function numbers(name: string, gridPos: Place): Panel {
  return panel('stat', name, gridPos, 'none', {
    colorMode: 'none',
    graphMode: 'none',
    textMode: 'value_and_name',
    reduceOptions: { calcs: ['lastNotNull'], fields: '/.*/', values: false },
  });
}

/** A row per place or source, a state per day. */
export function timeline(name: string, gridPos: Place, mappings: ValueMapping[], links: { title: string; url: string }[] = []): Panel {
  return panel(
    'state-timeline',
    name,
    gridPos,
    'none',
    { mergeValues: true, showValue: 'auto', rowHeight: 0.9, alignValue: 'center', legend: { showLegend: true, displayMode: 'list', placement: 'bottom' } },
    { defaults: { mappings, color: { mode: 'fixed', fixedColor: 'text' }, links }, custom: { fillOpacity: 80, lineWidth: 0 } },
  );
}

/** How one line of a chart is drawn. */
export const line = (name: string, color: string, custom: Record<string, unknown> = {}): Override =>
  by(name, { id: 'color', value: { mode: 'fixed', fixedColor: color } }, ...Object.entries(custom).map(([key, value]) => ({ id: `custom.${key}`, value })));

/** n beside the chart: in the tooltip only, so that no line is drawn on another scale. */
export const count = (name: string): Override =>
  by(name, { id: 'unit', value: 'none' }, { id: 'custom.hideFrom', value: { viz: true, legend: true, tooltip: false } });

export function chart(name: string, gridPos: Place, unit: string, overrides: Override[], custom: Record<string, unknown> = {}): Panel {
  return panel(
    'timeseries',
    name,
    gridPos,
    unit,
    { legend: { showLegend: true, displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'none' } },
    { overrides, custom: { lineWidth: 2, showPoints: 'auto', spanNulls: false, ...custom } },
  );
}

/** A chart of what Prometheus knows of the pipeline itself. */
export function metric(title: string, description: string, expr: string, legend: string, unit: string, gridPos: Place): Panel {
  return {
    type: 'timeseries',
    title,
    description,
    datasource: PROMETHEUS,
    gridPos,
    targets: [{ refId: 'A', datasource: PROMETHEUS, expr, legendFormat: legend, range: true, editorMode: 'code' }],
    options: { legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] }, tooltip: { mode: 'multi', sort: 'none' } },
    fieldConfig: { defaults: { unit, noValue: '没有数据', custom: { lineWidth: 2, spanNulls: false } }, overrides: [] },
  } as Panel;
}
