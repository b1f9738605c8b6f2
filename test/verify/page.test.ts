import { AxeBuilder } from '@axe-core/playwright';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { jcsBytes } from '../../engine/canonical/jcs.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { findBrowser } from '../../tools/find-browser.mjs';
import { verifyPage } from '../../tools/verify-page.ts';
import { proofByHand } from '../evidence/proof/proof-by-hand.ts';
import { newKey, trusting } from '../evidence/small-package.ts';
import { temporaryFolder } from '../evidence/tools.ts';
import { edit, forgery } from '../evidence/verify/verify-by-hand.ts';
import { judged } from './stand-alone.ts';

const file = new URL('../../verify/index.html', import.meta.url);
const found = findBrowser();
const why = found.launch === null ? ` (skipped: ${found.why})` : '';

describe('the page of the stand-alone verifier', () => {
  it('is in step with the verifier it holds: tools/make-verify-page.ts writes it', () => {
    expect(readFileSync(file, 'utf8')).toBe(verifyPage());
  });
});

describe.skipIf(found.launch === null)(`the page, from the disk${why}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ ...found.launch!, args: [] });
  });
  afterAll(() => browser.close());

  /** The page as a stranger opens it, with no network; whatever it asks for or complains of is kept. */
  async function open(colorScheme: 'light' | 'dark' = 'light') {
    const context = await browser.newContext({ colorScheme, offline: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url());
    });
    await page.goto(file.href);
    return { page, complaints };
  }
  const shown = async (page: Page) => {
    await page.locator('#found h2').first().waitFor();
    return (await page.locator('#found').innerText()).replaceAll(/\s+/g, ' ');
  };
  async function signed() {
    const folder = join(temporaryFolder(), 'result');
    cpSync(forgery().seal(), folder, { recursive: true });
    const [ada, bob] = [newKey(), newKey('P-256')];
    for (const [name, key, role] of [
      ['ada', ada, 'preparer'],
      ['bob', bob, 'approver'],
    ] as const)
      await signPackage({ folder, key, name, role, decision: 'APPROVE', text: '', at: '2026-01-31T09:00:00Z' });
    const trust = join(temporaryFolder(), 'allowed_signers');
    writeFileSync(trust, trusting({ ada, bob }));
    return { folder, trust };
  }

  it('says of a signed package what the command says, check by check', async () => {
    const { page, complaints } = await open();
    const { folder, trust } = await signed();
    await page.getByLabel('Whose names you trust').setInputFiles(trust);
    await page.getByLabel('Package').setInputFiles(folder);
    const text = await shown(page);
    expect(text).toMatch(
      /^✓ Sound result intact, signed by ada \(preparer\), bob \(approver\)\. The report says NOT RECONCILED\./,
    );
    const { checks } = await judged(folder, readFileSync(trust, 'utf8'));
    const rows = await page.getByRole('table', { name: 'Checks' }).getByRole('row').allInnerTexts();
    expect(rows.map((row) => row.replaceAll(/\s+/g, ' '))).toEqual(
      checks.map(({ name, result, why: said }) =>
        `${{ passed: '✓ passed', failed: '✗ failed', not_done: '– not done' }[result]} ${name} ${said}`.replaceAll(
          /\s+/g,
          ' ',
        ),
      ),
    );
    expect(complaints).toEqual([]);
  });

  it('reads files that are larger than a piece, whatever of a block the last piece holds', async () => {
    const { page } = await open();
    for (const more of [0, 1, 55, 56, 63]) {
      const forged = forgery();
      forged.bytes('differences.parquet', () => Buffer.alloc((2 << 20) + more, 'parquet'));
      const folder = join(temporaryFolder(), `of-${more}`);
      cpSync(forged.seal(), folder, { recursive: true });
      await page.getByLabel('Package').setInputFiles(folder);
      await page.getByText(`of-${more}`).waitFor();
      await expect.poll(() => shown(page)).toMatch(new RegExp(`^✓ Sound of-${more} `));
    }
  });

  it('refuses a package of which a byte is changed, and names the file', async () => {
    const { page } = await open();
    const { folder } = await signed();
    edit(folder, 'differences.ndjson', (bytes) => bytes.fill(bytes[30]! ^ 1, 30, 31));
    await page.getByLabel('Package').setInputFiles(folder);
    expect(await shown(page)).toMatch(
      /^✗ Not sound .*Changed since SHA256SUMS was written, or not listed there: differences.ndjson/,
    );
  });

  it('judges a proof, and shows what a stranger wrote as text alone', async () => {
    const { page, complaints } = await open('dark');
    const folder = temporaryFolder();
    const proof = proofByHand('A7');
    writeFileSync(join(folder, 'sound.json'), jcsBytes(proof));
    writeFileSync(
      join(folder, 'hostile.json'),
      jcsBytes({ ...proof, table: '<img src=x onerror=alert(1)>', record: null }),
    );
    const input = page.getByRole('button', { name: /Proof/ }).or(page.getByLabel('Proof'));
    await input.setInputFiles(join(folder, 'sound.json'));
    expect(await shown(page)).toMatch(/^✓ Sound sound.json "A7" is in table accounts of the snapshot/);
    await input.setInputFiles(join(folder, 'hostile.json'));
    await page.getByText('✗ Not sound').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('takes a folder that is dropped', async () => {
    const { page } = await open();
    const { folder } = await signed();
    const proofs = join(folder, '..', 'proofs');
    mkdirSync(proofs);
    writeFileSync(join(proofs, 'one.json'), jcsBytes(proofByHand('nobody')));
    const session = await page.context().newCDPSession(page);
    for (const [path, said] of [
      [folder, /^✓ Sound result/],
      [join(proofs, 'one.json'), /^✓ Sound one.json "nobody" is not in table/],
    ] as const) {
      const data = { items: [], files: [path], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
      await page.getByText('✓ Sound').waitFor();
      await expect.poll(() => shown(page)).toMatch(said);
    }
  });

  it.each(['light', 'dark'] as const)('has no barrier that axe finds, in %s', async (scheme) => {
    const { page } = await open(scheme);
    const { folder } = await signed();
    for (const state of ['empty', 'shown']) {
      if (state === 'shown') {
        await page.getByLabel('Package').setInputFiles(folder);
        await shown(page);
      }
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    if (process.env['PICTURES'] !== undefined)
      await page.screenshot({ path: join(process.env['PICTURES'], `verify-${scheme}.png`), fullPage: true });
  });
});
