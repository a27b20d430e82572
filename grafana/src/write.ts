// Writes dashboards/*.json, or with --check says which are not what src/ and sql/ make.

import { readFileSync, writeFileSync } from 'node:fs';
import { DASHBOARDS } from './dashboards.js';

const isCheck = process.argv.includes('--check');
const stale: string[] = [];
for (const [slug, dashboard] of Object.entries(DASHBOARDS)) {
  const file = new URL(`../dashboards/${slug}.json`, import.meta.url);
  const text = JSON.stringify(dashboard, null, 1) + '\n';
  if (!isCheck) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) stale.push(`${slug}.json`);
}
if (stale.length > 0) {
  console.error(`grafana/dashboards: ${stale.join(', ')} differ from src/ and sql/; run npm run build in grafana/`);
  process.exit(1);
}
