// What browser tests share: TAP, a look for what hinders people, a small PDF, and how to start a quiet chromium.
const results = { passed: 0, failed: 0 };

// Notes one assertion; the detail is shown only when it fails.
export function check(good, what, detail = '') {
  results[good ? 'passed' : 'failed'] += 1;
  console.log(`${good ? 'ok' : 'not ok'} ${results.passed + results.failed} - ${what}`);
  if (!good && detail) for (const line of String(detail).split('\n')) console.log(`# ${line}`);
  return good;
}
// Prints the plan and the sum; yields the exit status.
export function close_books() {
  console.log(`1..${results.passed + results.failed}`);
  console.log(`${results.passed} passed, ${results.failed} failed`);
  return results.failed ? 1 : 0;
}

// Nothing that keeps anybody out (axe), and nothing wider than the screen.
export async function examine(page, axe, where) {
  const { violations } = await axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  check(serious.length === 0, `axe finds nothing serious: ${where}`, serious.map((v) => `${v.id}: ${v.nodes[0]?.html}`).join('; '));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(overflow <= 0, `nothing is wider than the screen: ${where}`, `${overflow}px too wide`);
}

export const quiet_chromium = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};

// A correct A4 PDF of this many pages, each with a line of text.
export function pdf_of(pages) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  const kids = [];
  for (let page = 1; page <= pages; page++) {
    const text = `BT /F1 24 Tf 72 760 Td (Page ${page} of ${pages}) Tj ET`;
    objects.push(`<< /Length ${text.length} >>\nstream\n${text}\nendstream`);
    const content = objects.length;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`);
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages} >>`;
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
