// "Add to this device", in a real browser: a device is named and gets its steps, its address works until it is cut off; and what another app
// shares lies ready to be submitted.
// node tests/browser/devices.mjs <base url> <login> <password>
// Prints TAP, then "N passed, N failed".
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, close_books, examine, pdf_of, quiet_chromium } from './support.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const [address, login, password] = process.argv.slice(2);
if (!password) {
  console.error('usage: node tests/browser/devices.mjs <base url> <login> <password>');
  process.exit(2);
}
const base = address.replace(/\/$/, '');
const agents = {
  linux: 'Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
};
const mark = Date.now().toString(36);
const complaints = [];
let page;

// A browser of its own on a device of this kind, with the person signed in.
async function on(kind, viewport, work) {
  const profile = mkdtempSync(join(tmpdir(), 'tsuke-browser-'));
  const context = await chromium.launchPersistentContext(profile, { ...quiet_chromium, viewport, locale: 'en-GB', userAgent: agents[kind] });
  page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => /Content Security Policy|Refused to/.test(message.text()) && complaints.push(message.text()));
  try {
    await page.goto(`${base}/`);
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.locator('form button').click();
    await page.locator('#main').waitFor();
    await work();
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
const look = (where) => examine(page, new AxeBuilder({ page }), where);
async function choose_language(language) {
  await page.goto(`${base}/account`);
  await page.getByRole('radio', { name: language === 'ja' ? '日本語' : 'English' }).check();
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}
async function open_page() {
  await page.goto(`${base}/purposes`);
  await page.getByTestId('purpose').first().click();
  await page.getByTestId('add-device').click();
  await page.getByTestId('device-kinds').waitFor();
}
// Get-Printer-Attributes, as a print dialog asks: the status of HTTP.
async function queue_status(path) {
  const text = (tag, name, value) => Buffer.concat([Buffer.from([tag, 0, name.length]), Buffer.from(name), Buffer.from([0, value.length]), Buffer.from(value)]);
  const attributes = [text(0x47, 'attributes-charset', 'utf-8'), text(0x48, 'attributes-natural-language', 'en'), text(0x45, 'printer-uri', `ipp://localhost/${path}`)];
  const body = Buffer.concat([Buffer.from([2, 0, 0, 0x0b, 0, 0, 0, 1, 1]), ...attributes, Buffer.from([3])]);
  return (await fetch(`${base}/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/ipp' }, body })).status;
}

async function add_use_and_cut_off() {
  await choose_language('en');
  await open_page();
  const first = page.getByTestId('device-kinds').getByRole('radio').first();
  check((await first.inputValue()) === 'linux' && (await first.isChecked()), 'the device at hand is recognised and comes first');
  await look('a device to add');
  const name = `Laptop ${mark}`;
  await page.getByLabel('Name of the device').fill(name);
  await page.getByTestId('make-device').click();
  const line = await page.getByTestId('lpadmin').inputValue();
  check(/^lpadmin -p [\w-]+ -E -v 'ipp:\/\/[^']+\/ipp\/p\/tsuke_q_[\w-]+' -m everywhere$/.test(line), 'the line for CUPS is there', line);
  await look('the steps of a device');
  for (const [kind, field] of [['windows', 'windows'], ['chromeos', 'chromeos'], ['android', 'android'], ['ios', 'profile-address'], ['macos', 'profile']]) {
    await page.locator(`[data-testid=device-kinds] input[value=${kind}]`).check();
    await page.getByTestId('steps').getByTestId(field).waitFor();
  }
  check(true, 'the steps of the others are one tap away');
  const path = /ipp\/p\/[\w-]+/.exec(line)[0];
  check((await queue_status(path)) === 200, 'the address answers');
  const device = page.getByTestId('device').filter({ hasText: name });
  await page.reload();
  await device.waitFor();
  check(/Linux/.test(await device.textContent()), 'the device is listed with its kind', await device.textContent());
  check(!(await page.content()).includes(path), 'the address is shown once');
  await device.getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await device.waitFor({ state: 'detached' });
  check((await queue_status(path)) === 404, 'cut off, it answers no more');
}

async function on_a_phone() {
  await choose_language('ja');
  await open_page();
  const first = page.getByTestId('device-kinds').getByRole('radio').first();
  check((await first.inputValue()) === 'ios', 'an iPhone is recognised');
  await page.getByTestId('make-device').click();
  const file = page.getByTestId('profile');
  await file.waitFor();
  check(await page.getByTestId('unsigned').isVisible(), 'without a certificate the page says that the profile is not signed');
  const answer = await fetch(new URL(await file.getAttribute('href'), base));
  check(answer.headers.get('content-type') === 'application/x-apple-aspen-config', 'the profile is given as one', answer.headers.get('content-type'));
  check((await answer.text()).includes('com.apple.airprint'), 'and is one of AirPrint');
  await look('a phone, in Japanese');
  await page.getByTestId('device').last().getByRole('button').click();
  await page.getByRole('dialog').locator('button').last().click();
  await choose_language('en');
}

// As Android does it: the system posts a form to the manifest's share_target, and the service worker takes it.
async function share() {
  await page.goto(`${base}/`);
  const manifest = await (await fetch(`${base}/manifest.webmanifest`)).json();
  const target = manifest.share_target;
  check(target.method === 'POST' && target.enctype === 'multipart/form-data', 'the manifest takes shares');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }))));
  await page.evaluate(({ target, bytes, name }) => {
    const form = Object.assign(document.createElement('form'), { method: target.method, enctype: target.enctype, action: target.action });
    const input = Object.assign(document.createElement('input'), { type: 'file', name: target.params.files[0].name });
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(bytes)], name, { type: 'application/pdf' }));
    input.files = files.files;
    form.append(input);
    document.body.append(form);
    form.submit();
  }, { target, bytes: [...pdf_of(2)], name: `shared-${mark}.pdf` });
  const slip = page.getByRole('form').filter({ hasText: `shared-${mark}.pdf` });
  await slip.waitFor();
  check(true, 'a shared document lies ready');
  await page.reload();
  await slip.waitFor();
  check(true, 'and still does for whoever left the page half-way');
  await page.getByTestId('purposes').getByRole('radio').first().check();
  await page.locator('form button.primary').click();
  const job = page.getByTestId('open-jobs').getByTestId('job').filter({ hasText: `shared-${mark}.pdf` });
  await job.waitFor();
  check(/Held/.test(await job.textContent()), 'and is held once its purpose is chosen', await job.textContent());
  await page.reload();
  await job.waitFor();
  check((await page.getByRole('form').filter({ hasText: `shared-${mark}` }).count()) === 0, 'it is taken once');
}

try {
  await on('linux', { width: 1180, height: 800 }, add_use_and_cut_off);
  await on('ios', { width: 360, height: 740 }, on_a_phone);
  await on('linux', { width: 360, height: 740 }, share);
  check(complaints.length === 0, 'the browser has no complaint: scripts, content security policy', complaints.join('; '));
} catch (error) {
  check(false, 'the test ran to its end', error.message.slice(0, 3000));
}
process.exit(close_books());
