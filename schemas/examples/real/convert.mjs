// Turns real departures into what Duixian reads: convert.mjs NODE_MODULES OUT
//
//   flights-20k.json and airports.csv    ─► OUT/reference/    who reports, where, which days
//   of NODE_MODULES/vega-datasets/data/  ─► OUT/events.jsonl  what was reported
//   streams.yaml and Duixian's C15.yaml  ─► OUT/commitments/  what was promised
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const here = fileURLToPath(new URL('.', import.meta.url));
const { csvParse, csvFormat } = createRequire(join(modules, 'x'))('d3-dsv');
const data = (file) => readFileSync(join(modules, 'vega-datasets/data', file), 'utf8');

// The file gives clock times of each airport and no zone. They are taken as Shanghai's, so that the
// service dates are the dates in the file. Inside this script an instant is that clock in UTC.
const instant = (text) => Date.parse(text.replaceAll('/', '-').replace(' ', 'T') + 'Z');
const dateOf = (millis) => new Date(millis).toISOString().slice(0, 10);
const timeOf = (millis) => new Date(millis).toISOString().slice(0, 19) + '+08:00';

// "date" is when the flight left and "delay" how late it arrived, in minutes: the file has no other
// delay and no timetable. So the flight is taken to have been due that much before it left.
const departures = JSON.parse(data('flights-20k.json')).map((row, index) => {
  const left = instant(row.date);
  return { ...row, left, due: left - row.delay * MINUTE, trip: `row-${index + 1}` };
});
const origins = [...new Set(departures.map((each) => each.origin))].sort();
const firstDue = Math.min(...departures.map((each) => each.due));
const lastLeft = Math.max(...departures.map((each) => each.left));

const sourceOf = (airport) => `/us/${airport}/departures`;
const stopOf = (airport) => `stop-${airport}`;
const routeOf = (each) => `${each.origin}-${each.destination}`;

writeReference(join(out, 'reference'));
writeCommitments(join(out, 'commitments'));
writeEvents(join(out, 'events.jsonl'));

/** Airports are the areas, each with one stop and, if flights leave it, one source. */
function writeReference(dir) {
  mkdirSync(dir, { recursive: true });
  const csv = (file, columns, rows) =>
    writeFileSync(join(dir, file), csvFormat(rows, columns.split(',')) + '\n');

  const city = { name_zh: '美国航班抽样', name_en: 'Sample of US flights' };
  const country = { name_zh: '美国', name_en: 'United States' };
  const codes = new Set(departures.flatMap((each) => [each.origin, each.destination]));
  const airports = csvParse(data('airports.csv'))
    .filter((each) => codes.delete(each.iata))
    .map((each) => ({ id: each.iata, name: each.name, lat: each.latitude, lon: each.longitude }));
  if (codes.size > 0) {
    throw new Error(`not in airports.csv: ${[...codes]}`);
  }

  csv('areas.csv',
    'area_id,level,name_zh,name_en,parent_id,batch,effective_on,lat,lon,fate,confidence',
    [
      { ...city, area_id: 'sample', level: 'city' },
      { ...country, area_id: 'us', level: 'county', parent_id: 'sample' },
      ...airports.map(({ id, name, lat, lon }) => ({
        area_id: id, level: 'former_township', name_zh: name, name_en: name, parent_id: 'us',
        effective_on: dateOf(firstDue), lat, lon,
      })),
    ]);
  csv('successors.csv',
    'former_id,township_id,village_id,effective_on,seat,confidence,evidence',
    airports.map(({ id }) => ({
      former_id: id, seat: 'no', confidence: 'none', evidence: 'airports were not merged',
    })));
  csv('sites.csv', 'site_id,kind,name_zh,area_id,lat,lon,source',
    airports.map(({ id, name, lat, lon }) => ({
      site_id: stopOf(id), kind: 'stop', name_zh: name, area_id: id, lat, lon,
    })));
  csv('sources.csv', 'source,stream,name_zh,home_area_id,heartbeat,since',
    origins.map((id) => ({
      source: sourceOf(id), stream: 'transport', name_zh: `${id} departures`, home_area_id: id,
      heartbeat: 'yes', since: dateOf(firstDue),
    })));
  const routes = new Map(departures.map((each) => [routeOf(each), each]));
  csv('routes.csv', 'route_id,name_zh,source,stop_ids',
    [...routes].sort().map(([id, { origin, destination }]) => ({
      route_id: id, name_zh: `${origin}–${destination}`, source: sourceOf(origin),
      stop_ids: `${stopOf(origin)} ${stopOf(destination)}`,
    })));
  const days = [];
  for (let day = instant(dateOf(firstDue) + ' 00:00'); day <= lastLeft + DAY; day += DAY) {
    const weekend = [0, 6].includes(new Date(day).getUTCDay());
    days.push({
      published_on: dateOf(firstDue), date: dateOf(day), day_type: weekend ? 'rest_day' : 'workday',
    });
  }
  csv('calendar.csv', 'published_on,date,day_type,name', days);
  csv('codes.csv', 'code,area_id,valid_from,valid_to', []);
  csv('market_days.csv', 'area_id,last_digits', []);

  writeFileSync(join(dir, 'reference.yaml'), `\
city: us-flights-2001
name: {zh: 美国航班抽样（2001年）, en: "Sample of US flights, 2001"}
simulated: false
version: vega-datasets-3.2.1
zone: Asia/Shanghai
note: >-
  Real airports and real departures, a sample of January to March 2001. Each airport's clock is read
  as if it were Shanghai's. The delay is that of the arrival, and the promise was never made to
  anyone: what is checked here is the counting, not the airports. The calendar knows weekdays and
  weekends only.
attribution:
  - >-
    flights-20k.json in npm package vega-datasets 3.2.1: on-time performance data of the US Bureau
    of Transportation Statistics, a work of the US government
  - >-
    airports.csv in the same package: airports of the United States, a work of the US government
`);
}

/** The promise is Duixian's own C15, word for word, but in force since the first departure. */
function writeCommitments(dir) {
  mkdirSync(dir, { recursive: true });
  copyFileSync(join(here, 'streams.yaml'), join(dir, 'streams.yaml'));
  const promised = readFileSync(join(here, '../../commitments/C15.yaml'), 'utf8');
  const inForce = promised.replace(/^effective_from: .*$/m, `effective_from: ${dateOf(firstDue)}`);
  writeFileSync(join(dir, 'C15.yaml'), inForce);
}

/** In the order of arrival, which is here the order in which the flights left. */
function writeEvents(file) {
  const events = [...departures.map(visited), ...origins.flatMap(heartbeats)];
  // A heartbeat stands behind the events that it vouches for, also those of its own minute.
  events.sort((a, b) => a.millis - b.millis || a.vouches - b.vouches);
  writeFileSync(file, events.map(({ event }) => JSON.stringify(event) + '\n').join(''));
}

function visited(each) {
  return {
    millis: each.left,
    vouches: 0,
    event: {
      specversion: '1.0',
      id: each.trip,
      source: sourceOf(each.origin),
      type: 'org.duixian.transport.stop.visited.v1',
      subject: each.trip,
      time: timeOf(each.left),
      data: {
        service_date: dateOf(each.due), // the day of the timetable, also after midnight
        trip_id_performed: each.trip,
        route_id: routeOf(each),
        stop_id: stopOf(each.origin),
        stop_sequence: 1,
        timepoint: true,
        schedule_departure_time: timeOf(each.due),
        actual_departure_time: timeOf(each.left),
        schedule_relationship: 'Scheduled',
      },
    },
  };
}

/**
 * One as the first day begins, then one ten minutes after each: when streams.yaml closes it. The
 * first day is that of the earliest due departure: a day that nobody vouches for is not judged.
 */
function heartbeats(origin) {
  const left = departures.filter((each) => each.origin === origin).map((each) => each.left);
  const firstDay = instant(dateOf(firstDue) + ' 00:00');
  const ends = [firstDay];
  for (let midnight = firstDay + DAY; midnight <= lastLeft + DAY; midnight += DAY) {
    ends.push(midnight + 10 * MINUTE);
  }
  return ends.map((end, index) => {
    const start = ends[Math.max(0, index - 1)];
    return {
      millis: end,
      vouches: 1,
      event: {
        specversion: '1.0',
        id: `until-${timeOf(end)}`,
        source: sourceOf(origin),
        type: 'org.duixian.ops.source.heartbeat.v1',
        time: timeOf(end),
        data: {
          source: sourceOf(origin),
          period_start: timeOf(start),
          period_end: timeOf(end),
          events_emitted: left.filter((millis) => start < millis && millis <= end).length,
        },
      },
    };
  });
}
