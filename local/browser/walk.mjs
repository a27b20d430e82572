// Walks through the local page as a person with a keyboard does: from the worst place to the raw event
// behind its alert. Arguments: address of the page, directory for pictures. Ends with 1 at what is wrong.

import assert from 'node:assert/strict';
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [address, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LONG = 120_000;

mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  timeout: LONG,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1200, height: 860 }, locale: 'zh-CN' });
page.setDefaultTimeout(LONG);
const troubles = [];
page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
page.on('pageerror', (error) => troubles.push(String(error)));
page.on('request', (request) => new URL(request.url()).origin === new URL(address).origin || request.url().startsWith('data:') || troubles.push(`asked ${request.url()}`));

/** Waits until a level is there, and holds it to what every level promises. */
async function arrived(heading) {
  await page.waitForFunction((text) => document.querySelector('main[aria-busy=false] h1')?.textContent.includes(text), heading);
  assert.match(await page.locator('.notice').innerText(), /演示页,非 Grafana.*模拟数据/s);
  const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`);
  assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].html}`), [], `accessibility of ${heading}`);
  const unknown = page.locator('td, dd, circle + text').filter({ hasText: /^？/ });
  for (let i = 0; i < Math.min(await unknown.count(), 20); i++) {
    const [red, green, blue] = (await unknown.nth(i).evaluate((each) => getComputedStyle(each).color)).match(/\d+/g).map(Number);
    assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) < 12, 'what is not known is grey');
  }
  await page.setViewportSize({ width: 360, height: 780 });
  // Charts follow the new width a moment later.
  await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth)
    .catch(() => assert.fail(`${heading} is too wide for a phone`));
  await page.setViewportSize({ width: 1200, height: 860 });
}

/** Follows a link by keyboard alone; where it leads has the focus. */
async function follow(link) {
  await link.focus();
  await page.keyboard.press('Enter');
}

const section = (title) => page.locator('section').filter({ has: page.getByRole('heading', { name: title }) });
const row = (title, text) => section(title).getByRole('row').filter({ hasText: text }).first();

await page.goto(address);
await arrived('总览');
await page.screenshot({ path: `${pictures}/page-overview.png` });
const worst = section('最需要处理的承诺').locator('tbody tr').first();
const place = await worst.locator('[data-name=地区]').innerText();
const promise = await worst.locator('[data-name=承诺]').innerText();
assert.equal(`${place} ${promise}`, '银杪乡 留守干部在岗');
assert.match(await worst.innerText(), /✖ 未兑现[\s\S]*8,400/);

await follow(worst.getByRole('link', { name: place }));
await arrived(place);
await page.screenshot({ path: `${pictures}/page-area.png` });
await follow(row('每项承诺', promise).getByRole('link', { name: promise, exact: true }));
await arrived(promise);
await page.screenshot({ path: `${pictures}/page-commitment.png` });
assert.equal(await page.locator('.chart canvas').count(), 2);
assert.match(await section('规则原文与版本').innerText(), /留守干部在岗/);
await follow(section('预警经过').getByRole('link', { name: '✖ 红' }).first());
await arrived('证据');
const raw = section('预警的证据').locator('tbody tr').filter({ hasText: 'hall.staff.checked_in' }).first();
assert.match(await raw.innerText(), /events\.hall-\d@\d+/);
await follow(raw.locator('summary'));
const event = JSON.parse(await raw.locator('pre').innerText());
assert.equal(event.source, '/demo/c01/hall/f04');
assert.equal(event.type, 'org.duixian.hall.staff.checked_in.v1');
await page.screenshot({ path: `${pictures}/page-evidence.png` });

// The dead feed: what was said while it was silent is grey, and was replaced when it spoke again.
await page.goto(`${address}#/area/f11/C13`);
await arrived('班次兑现');
assert.match(await row('说过什么、何时改口', '2020-05-13').innerText(), /✔ 达标/);
assert.match(await section('说过什么、何时改口').getByRole('row').filter({ hasText: '2020-05-13' }).nth(1).innerText(), /？ 数据缺失/);
await follow(page.locator('#path a').first());
await arrived('总览');
await page.setViewportSize({ width: 360, height: 780 });
await page.screenshot({ path: `${pictures}/page-phone.png` });

assert.deepEqual(troubles, []);

// A question that is refused says which value is wrong, and takes no text as HTML.
await page.route('**/api/panels/overview_map*', (route) =>
  route.continue({ url: route.request().url().replace(/from=\d+/, 'from=%3Cb%3Esoon') }));
await page.reload();
const refused = page.getByRole('alert');
assert.match(await refused.innerText(), /overview_map.*HTTP 400 · from: must be seconds .* not '<b>soon'$/);
assert.equal(await refused.locator('*').count(), 0);
await browser.close();
