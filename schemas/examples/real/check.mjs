// Counts again what Duixian counted: check.mjs ENGINE FLIGHTS OUT
//
// ENGINE is the directory of ClickHouse's library, FLIGHTS the raw file, OUT what ./duixian run
// wrote. check.sql counts; nothing of Duixian's and nothing of convert.mjs is used for it.
// Status 0 only if every number of every airport and day is the same and no row is missing.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [engine, flights, out] = process.argv.slice(2).map((path) => resolve(path));
const clickHouse = createRequire(import.meta.url)(engine);
const said = readFileSync(new URL('check.sql', import.meta.url), 'utf8');

/** Runs a query on the rows of check.sql. */
const ask = (query, format) =>
  clickHouse.QueryWithParams(query.replace('SAID', () => `(${said})`), format, { flights, out });
const table = (query) =>
  ask(query + ' SETTINGS output_format_pretty_row_numbers = 0', 'PrettyCompactNoEscapes');
const lines = (text) => text.split('\n').filter(Boolean);
const rows = (query) => lines(ask(query, 'JSONEachRow')).map((line) => JSON.parse(line));

console.log(table(`
  SELECT
      said_by AS \`said by\`, uniqExact(airport) AS airports, count() AS \`airport-days\`,
      sum(departures) AS departures, sum(good) AS good, sum(early) AS early, sum(late) AS late
  FROM SAID GROUP BY said_by ORDER BY said_by DESC`));
console.log(table(`
  SELECT
      airport AS busiest, sumIf(departures, said_by = 'raw file') AS departures,
      sumIf(good, said_by = 'raw file') AS \`good by the raw file\`,
      sumIf(good, said_by = 'Duixian''s outcomes') AS \`by outcomes\`,
      sumIf(good, said_by = 'Duixian''s levels') AS \`by levels\`
  FROM SAID GROUP BY airport ORDER BY departures DESC, airport LIMIT 5`));

const differences = rows(`
  SELECT airport, day, groupArray((said_by, departures, good, early, late)) AS said
  FROM SAID GROUP BY airport, day
  HAVING count() <> 3 OR uniqExact(departures, good, early, late) <> 1
  ORDER BY day, airport`);
const [sum] = rows(`
  SELECT
      toUInt32(uniqExact(airport, day)) AS airportDays,
      toUInt32(sumIf(departures, said_by = 'raw file')) AS raw,
      toUInt32(sumIf(departures, said_by = 'Duixian''s outcomes')) AS accounted
  FROM SAID`);
const rejected = lines(readFileSync(join(out, 'rejected.jsonl'), 'utf8')).length;
const complete = sum.raw > 0 && sum.raw === sum.accounted + rejected;
const equal = complete && differences.length === 0;

differences.slice(0, 10).forEach((each) => console.log('different:', JSON.stringify(each)));
console.log(
  `${sum.raw} rows ${complete ? '=' : '≠'} ${sum.accounted} accounted + ${rejected} rejected; ` +
    `${differences.length} of ${sum.airportDays} airport-days differ: ${equal ? 'equal' : 'NOT EQUAL'}`);
process.exitCode = equal ? 0 : 1;
