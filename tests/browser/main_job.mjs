// The main job, in a real browser: a person registers purposes, submits a document, prints it at a printer, and sees who was charged.
// node tests/browser/main_job.mjs <base url> <login> <password>   (or TSUKE_WEB, TSUKE_LOGIN, TSUKE_PASSWORD)
// Needs web/node_modules (npm ci) and Debian's chromium (or CHROMIUM=/path). Prints TAP, then "N passed, N failed".
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, close_books, examine, pdf_of, quiet_chromium } from './support.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const [base = process.env.TSUKE_WEB, login = process.env.TSUKE_LOGIN, password = process.env.TSUKE_PASSWORD] = process.argv.slice(2);
if (!base || !login || !password) {
  console.error('usage: node tests/browser/main_job.mjs <base url> <login> <password>');
  process.exit(2);
}
const mark = Date.now().toString(36);
const private_name = `Private ${mark}`;
const company_name = `Company ${mark}`;
const document_name = `report-${mark}.pdf`;
const printing_ms = 60_000;

const profile = mkdtempSync(join(tmpdir(), 'tsuke-browser-'));
const context = await chromium.launchPersistentContext(profile, {
  ...quiet_chromium, viewport: { width: 360, height: 740 }, locale: 'en-GB', ignoreHTTPSErrors: true,
});
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(15_000);
const complaints = [];
page.on('pageerror', (error) => complaints.push(error.message));
page.on('console', (message) => /Content Security Policy|Refused to/.test(message.text()) && complaints.push(message.text()));
const strangers = new Set();
page.on('request', (request) => new URL(request.url()).origin !== new URL(base).origin && !/^(data|blob):/.test(request.url()) && strangers.add(request.url()));

const no_serious_violations = (where) => examine(page, new AxeBuilder({ page }), where);
const language_is = (language) => page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);

async function choose_language(language) {
  await page.goto(`${base}/account`);
  await page.getByRole('radio', { name: language === 'ja' ? '日本語' : 'English' }).check();
  await language_is(language);
}

async function sign_in() {
  await page.goto(`${base}/`);
  await page.getByLabel('Login').fill(login);
  await no_serious_violations('sign in');
  await page.getByLabel('Password', { exact: true }).fill(`${password}-wrong`);
  await page.locator('form button').click();
  await page.getByRole('alert').getByText(/./).first().waitFor();
  check(true, 'a wrong password is refused with a sentence');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.locator('form button').click();
  await page.locator('#main').waitFor();
  check(true, 'a person signs in');
  await choose_language('en');
}

// Defaults that differ in every setting which the form shows, so that a mix-up would be seen.
async function register_purpose(name, choose_payer, color, sides, copies) {
  await page.goto(`${base}/purposes/new`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await choose_payer(page.getByTestId('payers'));
  const settings = page.getByTestId('settings');
  await settings.getByRole('radio', { name: color, exact: true }).check();
  await settings.getByLabel('Sides').selectOption(sides);
  await settings.getByLabel('Copies', { exact: true }).fill(String(copies));
  await settings.getByLabel('Copies', { exact: true }).blur();
  await page.locator('form button.primary').first().click();
  await page.waitForURL(/\/purposes\/\d+$/);
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  check(true, `the purpose “${name}” is registered`);
}
async function register_purposes() {
  await register_purpose(private_name, (payers) => payers.getByRole('radio', { name: /Yourself/ }).check(), 'Monochrome', 'one-sided', 2);
  await no_serious_violations('a purpose');
  await register_purpose(company_name, (payers) => payers.getByRole('radio', { name: /You are a member/ }).first().check(), 'Colour', 'two-sided-long-edge', 1);
  await page.goto(`${base}/purposes`);
  await page.getByTestId('purpose').filter({ hasText: company_name }).waitFor();
  const shown = await page.getByTestId('purpose').filter({ hasText: mark }).count();
  check(shown === 2, 'both purposes are listed', `${shown} listed`);
  const company = await page.getByTestId('purpose').filter({ hasText: company_name }).textContent();
  check(company.includes('Ready'), 'the purpose on a company is ready to use', company);
  await no_serious_violations('purposes');
}

async function shown_settings() {
  const settings = page.getByTestId('settings');
  const color = await settings.getByRole('radio', { checked: true }).inputValue();
  const sides = await settings.getByLabel('Sides').inputValue();
  const copies = await settings.getByLabel('Copies', { exact: true }).inputValue();
  return `${color} ${sides} ${copies}`;
}
async function submit_document() {
  await page.goto(`${base}/`);
  await page.getByTestId('file').setInputFiles({ name: document_name, mimeType: 'application/pdf', buffer: pdf_of(3) });
  const purposes = page.getByTestId('purposes');
  const a = purposes.getByRole('radio', { name: new RegExp(private_name) });
  const b = purposes.getByRole('radio', { name: new RegExp(company_name) });
  await a.waitFor();
  check((await purposes.getByRole('radio', { checked: true }).count()) === 0, 'no purpose is chosen silently');
  check(await page.locator('form button.primary').isDisabled(), 'without a purpose nothing can be submitted');
  await a.check();
  const first = await shown_settings();
  check(first === 'monochrome one-sided 2', 'choosing A shows the defaults of A', first);
  await page.getByTestId('settings').getByLabel('Copies', { exact: true }).fill('7');
  await b.check();
  const second = await shown_settings();
  check(second === 'color two-sided-long-edge 1', 'choosing B shows the defaults of B', second);
  await a.check();
  const third = await shown_settings();
  check(third === first, 'choosing A again shows the defaults of A again', third);
  await b.check();
  await page.getByTestId('settings').getByRole('radio', { name: 'Monochrome', exact: true }).check();
  await page.getByTestId('settings').getByLabel('Sides').selectOption('one-sided');
  await no_serious_violations('submit');
  await page.locator('form button.primary').click();
  const slip = page.getByTestId('open-jobs').getByTestId('job').filter({ hasText: document_name });
  await slip.waitFor();
  check(/Held/.test(await slip.textContent()), 'the document is held', await slip.textContent());
  await no_serious_violations('home');
  await slip.getByRole('link').click();
}

// Small pictures of all pages, and a large one by keyboard.
async function pages_are_shown() {
  const strip = page.getByTestId('pages');
  await strip.waitFor({ timeout: 30_000 });
  const pages = strip.getByRole('button', { name: /^Page \d of 3/ });
  await pages.nth(2).waitFor({ timeout: 30_000 });
  check((await pages.count()) === 3, 'the document shows its three pages', `${await pages.count()} shown`);
  const drawn = page.waitForFunction(() => [...document.querySelectorAll('[data-testid="pages"] img')].filter((image) => image.naturalWidth > 0).length >= 2);
  check(await drawn.then(() => true, () => false), 'they are drawn');
  await pages.first().focus();
  await page.keyboard.press('Enter');
  const large = page.getByRole('dialog').getByRole('img');
  await large.waitFor();
  check(await page.waitForFunction(() => document.querySelector('dialog img')?.naturalWidth > 0).then(() => true, () => false), 'a page opens larger');
  await no_serious_violations('a page');
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
}

async function stored_defaults_are_unchanged() {
  const defaults = await page.evaluate(async (name) => {
    const answer = await (await fetch('/api/v1/purposes?limit=200')).json();
    return answer.items.find((purpose) => purpose.name === name)?.defaults;
  }, company_name);
  check(defaults?.['print-color-mode'] === 'color', 'changing a job leaves the stored defaults alone', JSON.stringify(defaults));
}

// What a change would cost is seen before it is made; of a document of three pages two fit on one side.
async function change_settings() {
  await page.locator('[data-testid="offer"][data-outcome="permit"]').first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Change settings' }).click();
  const sheet = page.getByRole('dialog');
  const live = sheet.getByTestId('live-price');
  await live.filter({ hasText: '3 sides' }).waitFor();
  const before = await live.textContent();
  await sheet.getByText('More settings').click();
  await sheet.getByLabel('Pages', { exact: true }).fill('2-1');
  check(await sheet.getByRole('alert').isVisible(), 'page ranges that cannot be read say so');
  check(await sheet.getByRole('button', { name: 'Save' }).isDisabled(), 'and cannot be saved');
  await sheet.getByLabel('Pages', { exact: true }).fill('2, 3');
  await sheet.getByRole('group', { name: 'Pages on one side' }).getByRole('radio', { name: '2', exact: true }).check();
  await live.filter({ hasText: '1 side' }).waitFor();
  const after = await live.textContent();
  check(before !== after && /¥/.test(after), 'the price follows the settings before they are saved', `${before} | ${after}`);
  await no_serious_violations('settings');
  await sheet.getByRole('button', { name: 'Save' }).click();
  const about = page.getByRole('region', { name: 'About this job' });
  await about.getByText('pages 2-3').waitFor();
  check(/2 pages on a side/.test(await about.textContent()), 'the job has the new settings', await about.textContent());
}

async function release() {
  await page.getByTestId('offer').first().waitFor();
  const permitted = page.locator('[data-testid="offer"][data-outcome="permit"] button');
  await permitted.first().waitFor({ timeout: 30_000 });
  check((await permitted.count()) > 0, 'some printer permits it');
  for (const refused of await page.locator('[data-testid="offer"][data-outcome="refuse"]').all()) {
    const own = await refused.getByTestId('reasons').count();
    const common = await page.locator('.common [data-testid="reasons"]').count();
    check(own + common > 0, 'a refusing printer says why');
  }
  await no_serious_violations('a held job');
  const ready = permitted.filter({ hasText: /Ready/ });
  await ((await ready.count()) ? ready : permitted).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByTestId('bill').waitFor();
  const payer = await sheet.getByTestId('payer').textContent();
  check(payer.includes(company_name), 'the payer is shown before release', payer);
  const bill = await sheet.getByTestId('bill').textContent();
  check(/Device fee/.test(bill) && /Service fee/.test(bill), 'device fee and service fee are shown apart', bill);
  const total = (await sheet.getByTestId('total').textContent()).trim();
  check(/\d/.test(total), 'the price is shown before release', total);
  await no_serious_violations('release');
  const button = sheet.getByTestId('release');
  check((await button.textContent()).includes(total), 'the button names the price', await button.textContent());
  await button.click();
  return total;
}

// Progress may be quick: what was seen on the way is collected by an observer in the page.
async function watch_progress() {
  await page.evaluate(() => {
    const seen = (window.tsuke_seen = new Set());
    const look = () => {
      const text = document.querySelector('[data-testid="progress-text"]')?.textContent;
      const state = document.querySelector('[data-testid="job-state"]')?.getAttribute('data-state');
      if (text) seen.add(text.trim());
      if (state) seen.add(`state:${state}`);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}
async function printed() {
  await page.getByTestId('outcome').waitFor({ timeout: printing_ms });
  const seen = await page.evaluate(() => [...window.tsuke_seen]);
  check(seen.some((text) => text === 'state:releasing' || text === 'state:printing'), 'progress was seen live', seen.join(' | '));
  console.log(`# seen: ${seen.join(' | ')}`);
  const state = await page.getByTestId('job-state').getAttribute('data-state');
  check(state === 'printed', 'it is printed, without a reload', state);
  await page.getByTestId('outcome').getByTestId('total').waitFor();
}
async function charged(total) {
  const outcome = page.getByTestId('outcome');
  const sentence = await outcome.getByTestId('charged').textContent();
  const amount = (await outcome.getByTestId('total').textContent()).trim();
  check(amount === total, 'what was charged is what was offered', `${amount} against ${total}`);
  check(sentence.includes(amount) && sentence.includes(company_name), 'the charge names amount and purpose', sentence);
  check(/on the tab of/.test(sentence), 'the charge names the company that pays', sentence);
  await no_serious_violations('a printed job');
  await page.goto(`${base}/tab`);
  const row = page.getByTestId('row').filter({ hasText: document_name });
  await row.waitFor();
  const text = await row.textContent();
  check(text.includes(amount) && text.includes(company_name), 'the charge stands in the list of all charges', text);
  await no_serious_violations('all charges');
}

async function in_japanese() {
  await choose_language('ja');
  await page.goto(`${base}/`);
  await page.getByRole('heading', { level: 1, name: '印刷' }).waitFor();
  check(true, 'the page speaks Japanese');
  check((await page.locator('html').getAttribute('lang')) === 'ja', 'and says so to screen readers');
  await page.getByTestId('ended-jobs').getByText(document_name).waitFor();
  const ended = await page.getByTestId('ended-jobs').textContent();
  check(ended.includes('印刷済み'), 'states are in Japanese', ended);
  await no_serious_violations('home in Japanese');
  await choose_language('en');
}

async function clean_up() {
  for (const name of [private_name, company_name]) {
    await page.goto(`${base}/purposes`);
    await page.getByTestId('purpose').filter({ hasText: name }).click();
    await page.getByRole('button', { name: 'Delete this purpose' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete this purpose' }).click();
    await page.waitForURL(/\/purposes$/);
    await page.getByTestId('purpose').filter({ hasText: name }).waitFor({ state: 'detached' });
  }
  check((await page.getByTestId('purpose').filter({ hasText: mark }).count()) === 0, 'purposes without held jobs can be deleted');
}

try {
  await sign_in();
  await register_purposes();
  await submit_document();
  await pages_are_shown();
  await stored_defaults_are_unchanged();
  await change_settings();
  await watch_progress();
  const total = await release();
  await printed();
  await charged(total);
  await in_japanese();
  await clean_up();
  check(complaints.length === 0, 'the browser has no complaint: scripts, content security policy', complaints.join('; '));
  check(strangers.size === 0, 'nothing is asked of any other origin', [...strangers].join(' '));
} catch (error) {
  check(false, 'the test ran to its end', `${error.message}\n${await page.locator('body').innerText().catch(() => '')}`.slice(0, 3000));
  if (process.env.TSUKE_SCREENSHOT) await page.screenshot({ path: process.env.TSUKE_SCREENSHOT, fullPage: true }).catch(() => {});
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(close_books());
