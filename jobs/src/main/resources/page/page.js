// 总览 → 原乡镇 → 承诺 → 证据, with the queries of grafana/sql: what the dashboards of Grafana ask.
// Columns with an underscore in their name lead elsewhere and are not shown.

const DAY = 86400;
const SHARES = ['实际', '目标', '撤并前', '近7天'];
const RAW = '原始事件';
const COLOUR = { '✖': 'bad', '▲': 'warn', '？': 'unknown', '…': 'unknown', '✔': 'good', '–': 'unknown' };
const SHADE = { bad: '#b3261e', warn: '#b25e00', unknown: '#6b6b6b', good: '#1b7a3d' };
const main = document.getElementById('main');
const range = document.getElementById('range');
let city;
let shown = 0;

/** An element with attributes and children; text is never taken as HTML. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} · ${await response.text()}`);
  return response.json();
}

/** From midnight in Shanghai of the first day to the end of the last. */
function times() {
  const end = Date.parse(`${city.last}T00:00:00+08:00`) / 1000 + DAY - 1;
  return { from: end + 1 - Number(range.value) * DAY, to: end };
}

const ask = (panel, chosen = {}) =>
  get(`/api/panels/${panel}?${new URLSearchParams({ ...times(), ...chosen })}`);

const to = (...parts) => `#/${parts.map(encodeURIComponent).join('/')}`;

/** The class of what is said, by the icon before it; a colour is never the only sign. */
const classOf = (text) => COLOUR[String(text)[0]] ?? '';

function cell(name, value) {
  if (value === null || value === '') return '—';
  if (SHARES.includes(name)) return `${(100 * value).toFixed(1)}%`;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value)) {
    const shanghai = new Date(Date.parse(`${value.slice(0, 19).replace(' ', 'T')}Z`) + 8 * 3600e3);
    return shanghai.toISOString().slice(0, 16).replace('T', ' ');
  }
  return typeof value === 'number' ? value.toLocaleString('zh-CN', { maximumFractionDigits: 1 }) : String(value);
}

/** A section with the measure's title and definition, and what is made of the answer. */
function section(answer, ...content) {
  const [zh, en] = answer.title.split(' · ');
  return el('section', {},
    el('h2', {}, zh, el('small', { lang: 'en' }, ` ${en}`)),
    el('details', { class: 'definition' }, el('summary', {}, '定义 · definition'), el('p', {}, answer.zh), el('p', { lang: 'en' }, answer.en)),
    ...content);
}

function numbers(answer) {
  const row = answer.data[0];
  return section(answer, el('dl', { class: 'numbers' },
    ...answer.meta.map(({ name }) => el('div', {}, el('dt', {}, name), el('dd', { class: /^\D+$/.test(row[name]) ? classOf(row[name]) : '' }, cell(name, row[name]))))));
}

/** The roles are said because narrow screens show rows as blocks, which are no table to a reader. */
function table(answer, links = {}) {
  if (answer.data.length === 0) return section(answer, el('p', { class: 'none' }, '没有数据 · nothing in this range'));
  const names = answer.meta.map((column) => column.name).filter((name) => !/^[a-z]+_[a-z]+$/.test(name));
  if (names.includes(RAW)) names.splice(2, 0, ...names.splice(names.indexOf(RAW), 1)); // it needs room when it is open
  const head = el('tr', { role: 'row' }, ...names.map((name) => el('th', { role: 'columnheader', scope: 'col' }, name)));
  const body = answer.data.map((row) => el('tr', { role: 'row' }, ...names.map((name) => {
    const text = cell(name, row[name]);
    const leads = links[name] && links[name](row);
    let content = leads ? el('a', { href: leads }, text) : text;
    if (name === RAW && row[name] !== '') {
      content = el('details', {}, el('summary', {}, '看原文'), el('pre', {}, JSON.stringify(JSON.parse(row[name]), null, 1)));
    }
    const kind = ['结论', '最差结论', '级别'].includes(name) ? classOf(text) : typeof row[name] === 'number' ? 'number' : /^\d{4}-\d\d-\d\d/.test(text) ? 'time' : '';
    return el('td', { role: 'cell', 'data-name': name, class: kind }, content);
  })));
  return section(answer, el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': answer.title },
    el('table', { role: 'table' }, el('thead', { role: 'rowgroup' }, head), el('tbody', { role: 'rowgroup' }, ...body))));
}

/** Lines over time; the same numbers stand in a table below, for whoever cannot see lines. */
function chart(answer, styles) {
  if (answer.data.length === 0) return section(answer, el('p', { class: 'none' }, '没有数据 · nothing in this range'));
  const names = Object.keys(styles);
  const canvas = el('div', { class: 'chart', 'aria-hidden': 'true' });
  const days = answer.data.map((row) => Date.parse(`${row.time.slice(0, 10)}T00:00:00Z`) / 1000);
  const percent = styles[names[0]].percent;
  const say = (plot, value) => (value === null ? '—' : percent ? `${(100 * value).toFixed(1)}%` : String(value));
  const plot = new uPlot({
    width: chartWidth(),
    height: 260,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), 'Etc/UTC'),
    scales: { y: percent ? { range: (self, low, high) => [Math.max(0, low - 0.05), Math.min(1, high) + 0.02] } : {} },
    series: [{ label: '日期', value: '{YYYY}-{MM}-{DD}' }, ...names.map((name) => ({ label: name, width: 2, spanGaps: false, value: say, ...styles[name] }))],
    axes: [{ values: [[DAY, '{MM}-{DD}', null, null, null, null, null, null, 1]] }, { size: 60, values: (self, ticks) => ticks.map((tick) => say(self, tick)) }],
  }, [days, ...names.map((name) => answer.data.map((row) => row[name]))], canvas);
  charts.push(plot);
  const rows = el('details', {}, el('summary', {}, '看数字 · the same as a table'));
  rows.addEventListener('toggle', () => rows.childElementCount === 1 && rows.append(table({ ...answer, data: answer.data.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, name === 'time' ? cell(name, value).slice(0, 10) : typeof value === 'number' && percent && name !== 'n' ? `${(100 * value).toFixed(1)}%` : value]))) }).querySelector('.scroll')), { once: true });
  return section(answer, canvas, rows);
}

let charts = [];
const chartWidth = () => main.clientWidth - (main.clientWidth > 640 ? 70 : 42);
addEventListener('resize', () => charts.forEach((plot) => plot.setSize({ width: chartWidth(), height: 260 })));

/** Places by longitude and latitude, each a link with its worst verdict as icon and colour. */
function map(answer) {
  const places = answer.data;
  if (places.length === 0) return section(answer, el('p', { class: 'none' }, '没有数据'));
  const lons = places.map((place) => place.lon);
  const lats = places.map((place) => place.lat);
  const [west, north] = [Math.min(...lons), Math.max(...lats)];
  const narrow = Math.cos((north * Math.PI) / 180);
  const scale = 900 / ((Math.max(...lons) - west) * narrow || 1);
  const height = (north - Math.min(...lats)) * scale + 90;
  const marks = places.map((place) => {
    const x = (place.lon - west) * narrow * scale + 50;
    const y = (north - place.lat) * scale + 40;
    const kind = classOf(place['最差结论']);
    const label = svg('text', { x, y: y + 30, 'text-anchor': 'middle' });
    label.textContent = place['原乡镇'];
    const icon = svg('text', { x, y: y + 6, 'text-anchor': 'middle', class: 'icon' });
    icon.textContent = place['最差结论'][0];
    return svg('a', { href: to('area', place.area_id), 'aria-label': `${place['原乡镇']}：${place['最差结论']}，未兑现 ${place['未兑现']} 项，共 ${place.n} 项` },
      svg('circle', { cx: x, cy: y, r: 13, fill: SHADE[kind] ?? '#6b6b6b' }), icon, label);
  });
  return section(answer, el('div', { class: 'map scroll', tabindex: '0', role: 'region', 'aria-label': answer.title }, svg('svg', { viewBox: `0 0 1000 ${height}`, role: 'group', 'aria-label': answer.title }, ...marks)));
}

/** The service day of a row, in days since the range began. */
const dayOf = (row) => Math.round((Date.parse(`${row.time.replace(' ', 'T')}Z`) / 1000 - times().from) / DAY);

/** A strip of days per stream: whole, late, missing. */
function strips(answer) {
  const streams = [...new Set(answer.data.map((row) => row['数据']))];
  const rows = streams.map((stream) => {
    const days = answer.data.filter((row) => row['数据'] === stream);
    const told = (state) => days.filter((row) => Number(row['状态']) === state).length;
    const bar = svg('svg', { viewBox: `0 0 ${range.value} 1`, preserveAspectRatio: 'none', class: 'strip', 'aria-hidden': 'true' },
      ...days.map((row) => svg('rect', { x: dayOf(row), y: [0.5, 0.25, 0][row['状态']], width: 0.9, height: [0.5, 0.75, 1][row['状态']], fill: ['#6b6b6b', '#b25e00', '#3b6fb6'][row['状态']] })));
    return el('tr', {}, el('th', { scope: 'row' }, stream), el('td', {}, bar),
      el('td', {}, `及时 ${told(2)} 天 · 后来补到 ${told(1)} 天 · ？ 缺失 ${told(0)} 天`));
  });
  return section(answer, el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': answer.title }, el('table', { class: 'strips' }, el('tbody', {}, ...rows))));
}

const promise = (row) => to('area', row.area_id, row.commitment_id);
const evidence = (row) => to('area', row.area_id, row.commitment_id, row.alert_id);

const LINES = {
  '实际': { stroke: '#1f4e9c', width: 3, percent: true },
  '下限': { stroke: '#8a8a8a', dash: [6, 4] },
  '上限': { stroke: '#8a8a8a', dash: [6, 4] },
  '目标': { stroke: '#b3261e', width: 2 },
};
const CONTROL = {
  '本周': { stroke: '#1f4e9c', points: { show: true, size: 7 }, percent: true },
  '特殊变化': { stroke: '#b3261e', width: 0, points: { show: true, size: 13, width: 3 } },
  '中线': { stroke: '#222', width: 1, points: { show: false } },
  '下控制限': { stroke: '#7b3fa0', dash: [6, 4], points: { show: false } },
  '上控制限': { stroke: '#7b3fa0', dash: [6, 4], points: { show: false } },
};
const TREND = {
  '✖ 未兑现': { stroke: SHADE.bad, width: 3 },
  '▲ 有风险': { stroke: SHADE.warn, dash: [10, 5] },
  '？ 数据缺失': { stroke: SHADE.unknown, dash: [2, 4] },
};

/** What each level shows, from the parts of the address. */
const LEVELS = [
  async () => Promise.all([
    ask('overview_numbers').then(numbers),
    ask('overview_worst').then((answer) => table(answer, { 地区: (row) => to('area', row.area_id), 承诺: promise })),
    ask('overview_map').then(map),
    ask('overview_trend').then((answer) => chart(answer, TREND)),
  ]),
  async (chosen) => Promise.all([
    ask('area_numbers', chosen).then(numbers),
    ask('area_promises', chosen).then((answer) => table(answer, { 承诺: promise })),
    ask('area_sources', chosen).then(strips),
    ask('area_alerts', chosen).then((answer) => table(answer, { 承诺: promise, 级别: evidence })),
  ]),
  async (chosen) => Promise.all([
    ask('promise_numbers', chosen).then(numbers),
    ask('promise_share', chosen).then((answer) => chart(answer, LINES)),
    ask('promise_control', chosen).then((answer) => chart(answer, CONTROL)),
    ask('promise_steps', chosen).then((answer) => table(answer, { 级别: evidence })),
    ask('evidence_revisions', chosen).then((answer) => table(answer)),
    ask('promise_rule', chosen).then((answer) => table(answer)),
  ]),
  async (chosen) => Promise.all([
    ask('evidence_alert', chosen).then((answer) => table(answer)),
    ask('evidence_notices', chosen).then((answer) => table(answer)),
  ]),
];

/** Where we are, from the whole to the part: [name, address] each. */
async function path({ area, commitment, alert }) {
  const steps = [['总览', to()]];
  if (area) {
    const { data } = await ask('area_numbers', { area });
    steps.push([data[0]['地区与撤并日'].split(' · ')[0], to('area', area)]);
  }
  if (commitment) {
    const { data } = await ask('commitments');
    steps.push([data.find((each) => each.value === commitment)?.label ?? commitment, to('area', area, commitment)]);
  }
  if (alert) steps.push([`证据 ${alert}`, to('area', area, commitment, alert)]);
  return steps;
}

async function show(isFirst) {
  const turn = ++shown;
  const [, area, commitment, alert] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const chosen = Object.fromEntries(Object.entries({ area, commitment, alert }).filter(([, value]) => value));
  main.setAttribute('aria-busy', 'true');
  try {
    charts.forEach((plot) => plot.destroy());
    charts = [];
    const [steps, sections] = await Promise.all([path(chosen), LEVELS[Object.keys(chosen).length](chosen)]);
    if (turn !== shown) return;
    const title = steps.map(([name]) => name).slice(steps.length > 2 ? -2 : -1).join(' · ');
    document.title = `${title} · 兑现`;
    document.getElementById('path').replaceChildren(...steps.map(([name, address], i) =>
      el('li', {}, el('a', { href: address, 'aria-current': i === steps.length - 1 ? 'page' : undefined }, name))));
    main.replaceChildren(el('h1', {}, title), ...sections);
  } catch (error) {
    if (turn === shown) main.replaceChildren(el('p', { role: 'alert' }, `读取失败 · ${error.message}`));
  }
  main.setAttribute('aria-busy', 'false');
  if (!isFirst) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

city = (await get('/api/city')).data[0];
document.getElementById('city').textContent = city.name;
document.getElementById('simulated').hidden = !city.is_simulated;
for (const [days, name] of [[84, '最近84天'], [28, '最近28天'], [7, '最近7天'], [366, '最近一年']]) {
  range.append(el('option', { value: days }, `${name} · 至 ${city.last}`));
}
range.addEventListener('change', () => show(true));
addEventListener('hashchange', () => location.hash !== '#main' && show(false));
await show(true);
