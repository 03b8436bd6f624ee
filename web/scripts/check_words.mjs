// Words are complete: both languages have the same keys and the same {parameters}; every key that a source names exists, every code that the
// server's rules can say has its words, and no key is dead. Exits with 1 and a list otherwise.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(join(web, path), 'utf8');
const en = JSON.parse(read('words/en.json'));
const ja = JSON.parse(read('words/ja.json'));
const faults = [];

for (const key of Object.keys(en)) if (!(key in ja)) faults.push(`ja.json lacks ${key}`);
for (const key of Object.keys(ja)) if (!(key in en)) faults.push(`en.json lacks ${key}`);
const parameters = (text) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))].sort().join(' ');
for (const key of Object.keys(en)) {
  if (!en[key].trim() || !ja[key]?.trim()) faults.push(`${key} is empty`);
  else if (parameters(en[key]) !== parameters(ja[key])) faults.push(`${key} has {${parameters(en[key])}} in en.json and {${parameters(ja[key])}} in ja.json`);
}

const sources = readdirSync(join(web, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(svelte|ts)$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => [path, read(join('src', path))]);
const used = new Set();
const families = new Set();
for (const [path, text] of sources) {
  const quoted = [...text.matchAll(/['"`]([a-z_]+(?:[.][\w-]+)*)['"`]/g)].map((match) => match[1]);
  for (const word of quoted) if (word in en) used.add(word);
  for (const [, key] of text.matchAll(/\bt\(\s*'([^']+)'/g)) if (!(key in en)) faults.push(`src/${path} uses ${key}, which has no words`);
  for (const [, before] of text.matchAll(/\bt(?:_or)?\(\s*`([\w.]*)\$\{/g)) families.add(before);
}
const in_family = (key) => [...families].some((family) => family && key.startsWith(family)) || /^(app_password|api_token)\./.test(key);
for (const key of Object.keys(en)) if (!used.has(key) && !in_family(key)) faults.push(`${key} is used nowhere`);

// The codes of the permission rules, from the header that defines them, when the whole tree is there.
function rule_codes(name) {
  try {
    const header = read('../src/rules/permit.h');
    const list = new RegExp(`${name}\\[\\] = \\{([^}]*)\\}`).exec(header)?.[1] ?? '';
    return [...list.matchAll(/"([a-z-]+)"/g)].map((match) => match[1]);
  } catch {
    return [];
  }
}
for (const code of rule_codes('reason_codes')) if (!(`reason.${code}` in en)) faults.push(`reason.${code} has no words`);
for (const code of rule_codes('remedy_codes')) if (!(`remedy.${code}` in en)) faults.push(`remedy.${code} has no words`);

if (faults.length) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`words: ${Object.keys(en).length} keys in en and ja`);
