import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { sshSignatureWith } from '../../engine/evidence/keys/sign-with.ts';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { Authority } from '../evidence/authority.ts';
import { browser, browseTo, expectAccessible, openApp, type AppInBrowser } from './app-in-browser.ts';

const ops = makeEd25519Key('ops@bank');
const row = (i: number, cents: number) => `AC-${1000 + i},${i}.${String(cents).padStart(2, '0')},memo ${i}`;
const ledger = (cents: (i: number) => number | null): string =>
  `id,balance,memo\n${Array.from({ length: 300 }, (_, i) => [i, cents(i)] as const)
    .flatMap(([i, own]) => (own === null ? [] : [`${row(i, own)}\n`]))
    .join('')}`;
const sums = (text: string) => `${createHash('sha256').update(text).digest('hex')}  accounts.csv\n`;
const source = ledger(() => 0);
const targets = [
  ledger((i) => (i === 200 ? null : i < 6 ? 1 : 0)),
  ledger((i) => (i < 2 ? 1 : i === 9 ? 2 : 0)),
  ledger((i) => (i < 3 ? 1 : 0)),
] as const;

async function exports(root: string): Promise<void> {
  for (const side of ['source', 'target']) await mkdir(join(root, side), { recursive: true });
  await writeFile(join(root, 'source/accounts.csv'), source);
  await writeFile(join(root, 'source/SHA256SUMS'), sums(source));
  const signature = await sshSignatureWith(
    readPrivateKey(Buffer.from(ops.privateFile)),
    Buffer.from(sums(source)),
    'file',
  );
  await writeFile(join(root, 'source/SHA256SUMS.sig'), signature);
  await writeFile(join(root, 'target/accounts.csv'), targets[0]);
  await writeFile(join(root, 'target/SHA256SUMS'), sums('another export'));
  await writeFile(join(root, 'ops.key'), ops.privateFile, { mode: 0o600 });
  await writeFile(join(root, 'revoked'), `${ops.publicLine}\n`);
  await writeFile(join(root, 'names'), `ops@bank ${ops.publicLine}\n`);
}

/** Chooses a file of the served folder in the dialog that is open. */
async function take({ page }: AppInBrowser, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

// One ledger, its rehearsals, and what an auditor is given of them: each test goes on where the one before it ended.
describe.skipIf(browser.launch === null)('Evidence, from certificates to rehearsals, on the page', () => {
  let app: AppInBrowser;
  let workspace = '';
  beforeAll(async () => {
    app = await openApp(exports);
  });
  afterAll(async () => app.close());

  const go = async (hash: string) => {
    await app.page.goto(`${app.page.url().split('#')[0]!}#${hash}`);
  };
  const firstCell = () => app.page.locator('[role=row][aria-rowindex="2"] [role=gridcell]').nth(1);
  const ran = async (count: number) => {
    const { page } = app;
    await go('run');
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('navigation')
      .getByRole('link', { name: `Rehearsals ${count} run` })
      .waitFor();
    await page.getByRole('heading', { name: /^Done in/ }).waitFor();
  };

  it('Snapshots says in words what vouches for each side, and what differs by file', async () => {
    const { page } = app;
    await page.getByLabel('Name').fill('Evidence');
    for (const side of ['source', 'target']) {
      await page.getByRole('group', { name: side }).getByRole('button', { name: 'Choose…' }).click();
      await browseTo(page, side);
    }
    await page.getByRole('button', { name: 'Read both exports' }).click();
    await page.waitForURL(/#snapshots$/);
    const of = (side: string) => page.getByRole('region', { name: `Certificates of the ${side}` });
    await of('source').getByText('1 of 1 file matches SHA256SUMS', { exact: false }).waitFor();
    expect(await of('source').textContent()).toContain('is not judged: no allowed signers were given');
    expect(await of('source').textContent()).toContain('integrity, not authenticity');
    expect(await of('target').textContent()).toMatch(/0 of 1 file matches SHA256SUMS.*DIFFERS: accounts\.csv/);
    await page.getByText('its bytes DIFFER from SHA256SUMS (SHA-256)').waitFor();
    await expectAccessible(page, 'snapshots-certificates');
    await page.getByRole('button', { name: 'Whose signatures count…' }).click();
    await take(app, 'names');
    await of('source')
      .getByText(/its signature is by ops@bank \(SHA256:/)
      .waitFor();
    await of('source').getByText('a signature that you trust').waitFor();
    await expectAccessible(page, 'snapshots-certificates-signed');
    const found = (await readdir(app.root, { recursive: true })).find((path) => path.endsWith(`${sep}workspace.json`))!;
    workspace = join(app.root, found, '..');
  });

  it('Match signs the plan, Run says that its rules are fixed, and Sign-off that they were', async () => {
    const { page } = app;
    await go('match');
    await page.getByRole('button', { name: 'Propose a plan' }).click();
    await page.getByText('Nobody has signed the plan', { exact: false }).waitFor();
    await expectAccessible(page, 'match-not-signed');
    await page.getByRole('button', { name: 'Sign the plan…' }).click();
    await page.getByRole('button', { name: 'Choose a key file…' }).click();
    await page.getByRole('dialog', { name: 'Choose a key file' }).getByRole('button', { name: 'ops.key' }).click();
    await expectAccessible(page, 'match-sign');
    await page.getByRole('button', { name: 'Sign the plan', exact: true }).click();
    await page.getByText('Rules fixed in advance, signed by').waitFor();
    await ran(1);
    await page.getByText('Next run: Rules fixed in advance, signed by').waitFor();
    await go('signoff');
    await page.getByText('fixed in advance, by the key', { exact: false }).waitFor();
  });

  it('a proof is exported from the inspector and is sound on Verify; tampered with it is refused', async () => {
    const { page, root } = app;
    await go('findings?table=accounts&kind=changed');
    await firstCell().filter({ hasText: 'AC-' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export proof for the source' }).click();
    const made = await download;
    expect(made.suggestedFilename()).toMatch(/^source-[0-9a-f]{12}\.proof\.json$/);
    const proof = join(root, 'a.proof.json');
    await made.saveAs(proof);
    await expectAccessible(page, 'export-proof');
    await go('verify');
    await page.getByRole('button', { name: 'Choose a file…' }).click();
    await take(app, 'a.proof.json');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Sound', exact: true }).waitFor();
    await page.getByText('The snapshot holds this record.').waitFor();
    await expectAccessible(page, 'verify-proof');
    await writeFile(proof, (await readFile(proof, 'utf8')).replace(/"record":"(.*?)\.00/, '"record":"$1.01'));
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('heading', { name: 'Not sound' }).waitFor();
    await page.getByText('This file is not what was made: rely on nothing in it.').waitFor();
    await expectAccessible(page, 'verify-proof-tampered');
  });

  it('a trusted time is brought in beside a signature, and Verify judges by it and by revoked keys', async () => {
    const { page, root } = app;
    await go('signoff');
    await page.getByLabel('Name, as auditors list it').fill('ops@bank');
    await page.getByRole('button', { name: 'Choose a key file…' }).click();
    await take(app, 'ops.key');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByRole('button', { name: 'Trusted time for ops@bank…' }).click();
    await expectAccessible(page, 'trusted-time');
    const authority = new Authority(root, 'tsa');
    const [run] = await readdir(join(workspace, 'runs')).then((names) => names.filter((name) => !name.includes('.')));
    const response = authority.stamp(join(workspace, 'runs', run!, 'signoffs/001.json.sig'));
    await page.getByRole('button', { name: 'Bring in the response…' }).click();
    await page
      .getByRole('dialog', { name: 'Choose a time-stamp response' })
      .getByRole('button', { name: response.slice(root.length + 1) })
      .click();
    await page.getByText(/signoffs\/001\.json\.tsr says 20/).waitFor();
    await expectAccessible(page, 'signoff-timestamp');
    await go('verify');
    await page
      .getByRole('group', { name: 'Package or proof' })
      .getByRole('button', { name: 'Choose another…' })
      .click();
    await browseTo(page, join(workspace, 'runs', run!).slice(root.length + 1));
    const choose = async (group: string, name: string) => {
      await page.getByRole('group', { name: group }).getByRole('button', { name: 'Choose…' }).click();
      await take(app, name);
    };
    await choose('Whose names you trust', 'names');
    await page.getByText('Revoked keys, trusted times').click();
    await choose('Time-stamping authorities', 'tsa-root.pem');
    await page.keyboard.press('Control+Enter');
    await page
      .getByText('Judged for', { exact: false })
      .filter({ hasText: 'by its trusted timestamp' })
      .first()
      .waitFor();
    await page.getByText('Intact, signed by ops@bank.').waitFor();
    await choose('Revoked keys', 'revoked');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('heading', { name: 'Not sound' }).waitFor();
    await page.getByText('"ops@bank" signed with a revoked key', { exact: false }).first().waitFor();
    await expectAccessible(page, 'verify-revoked');
  });

  it('with the exports and the journal at hand Verify runs it again, and says what is another', async () => {
    const { page, root } = app;
    const put = async (group: string, path: string, file: string | null) => {
      await page
        .getByRole('group', { name: group })
        .getByRole('button', { name: /^Choose/ })
        .click();
      const dialog = page.getByRole('dialog');
      for (const name of path.split('/')) {
        await dialog.getByRole('button', { name: `${name} folder` }).click();
        await dialog
          .getByText(new RegExp(`(^|/)${name}$`))
          .first()
          .waitFor();
      }
      await dialog.getByRole('button', { name: file ?? 'This folder' }).click();
    };
    const says = async (question: string, answer: string | RegExp) => {
      const answers = page
        .locator('dt', { hasText: new RegExp(`^${question}$`) })
        .locator('xpath=following-sibling::dd');
      await expect.poll(async () => (await answers.allTextContents()).slice(0, 2).join(' ')).toMatch(answer);
    };
    const again = async (heading: 'Sound' | 'Not sound') => {
      await page.getByRole('button', { name: 'Verify', exact: true }).click();
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
    };
    await page.getByRole('group', { name: 'Revoked keys' }).getByRole('button', { name: 'take out' }).click();
    await page.getByText('The exports, to run it again; the journal').click();
    await put('Source export', 'source', null);
    await page.getByText('One export alone was given: give both, or neither.').waitFor();
    expect(await page.getByRole('button', { name: 'Verify', exact: true }).isDisabled()).toBe(true);
    await put('Target export', 'target', null);
    await put('Journal', workspace.slice(root.length + 1), 'journal.jsonl');
    await again('Sound');
    await says('Run again', /the same.*the same to the byte/);
    await says('Journal', /as signed/);
    await says('Signed as the plan asks', /no.*The plan asks for/);
    await expectAccessible(page, 'verify-rerun');

    await writeFile(join(root, 'target/accounts.csv'), targets[1]);
    await again('Not sound');
    await says('Run again', /another.*other bytes in target: accounts\.csv/);
    await expectAccessible(page, 'verify-rerun-changed');
    await writeFile(join(root, 'target/accounts.csv'), targets[0]);

    const journal = await readFile(join(workspace, 'journal.jsonl'), 'utf8');
    for (const [folder, text] of [
      ['rolled', `${journal.split('\n').slice(0, 3).join('\n')}\n`],
      ['torn', `${journal}{"at":"2026-01-`],
    ] as const) {
      await mkdir(join(root, folder));
      await writeFile(join(root, folder, 'journal.jsonl'), text);
    }
    await put('Journal', 'rolled', 'journal.jsonl');
    await again('Not sound');
    await says('Journal', /another.*The journal is shorter than the sign-off binds/);
    await expectAccessible(page, 'verify-journal-rolled');
    await put('Journal', 'torn', 'journal.jsonl');
    await again('Sound');
    await says('Journal', /not judged whole.*15 bytes behind the last line/);
  });

  it('Rehearsals holds the runs against each other: what is new, gone and back again', async () => {
    const { page, root } = app;
    await go('rehearsals');
    await page.getByText('One run has a package', { exact: false }).waitFor();
    await expectAccessible(page, 'rehearsals-one');
    for (const i of [1, 2] as const) {
      await writeFile(join(root, 'target/accounts.csv'), targets[i]);
      await ran(i + 1);
    }
    await go('rehearsals');
    const steps = page.getByRole('region', { name: 'From run to run' });
    await expect.poll(() => steps.getByRole('row').count()).toBe(4);
    const numbers = async (line: number) =>
      (await steps.getByRole('row').nth(line).getByRole('cell').allTextContents()).map((text) => text.trim());
    // Run 2: one is new, five are gone, two persist; run 3: one of those gone is back again.
    expect((await numbers(2)).slice(0, 6)).toEqual(['1', '5', '2', '0', '0', '3']);
    expect((await numbers(3)).slice(0, 6)).toEqual(['0', '1', '2', '0', '1', '3']);
    await page
      .getByRole('link', { name: /^run 3, .*3 differences: 0 new, 2 persisting, 1 back again; 1 gone/ })
      .waitFor();
    await expectAccessible(page, 'rehearsals');
    // Each count lists what it counts: the one that is back again is the one that was gone.
    await steps
      .getByRole('row')
      .nth(3)
      .getByRole('button', { name: /back again/ })
      .click();
    const list = page.getByRole('dialog', { name: 'Back again from run 2 to run 3' });
    await list.getByText('1 difference;', { exact: false }).waitFor();
    await list.getByRole('gridcell', { name: 'AC-1002', exact: true }).waitFor();
    await expectAccessible(page, 'rehearsals-list');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#findings\?run=.*&table=accounts&kind=changed&text=AC-1002$/);
    await page.goBack();
    await list.getByRole('gridcell', { name: 'AC-1002', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'gate source only' }).click();
    await expect.poll(() => numbers(2)).toEqual(['0', '1', '0', '0', '0', '0', 'the same']);
    await page.keyboard.press('l');
    await expect.poll(() => steps.getByRole('row').count()).toBe(3);
    const runs = page.getByRole('region', { name: 'Runs of this workspace' });
    expect(await runs.getByRole('row', { name: /ops@bank, preparer/ }).count()).toBe(1);
    await runs.getByRole('checkbox').first().uncheck();
    await page.getByText('Choose two runs or more below.').waitFor();
    await runs.getByRole('link', { name: 'findings' }).last().click();
    await page.waitForURL(/#findings\?run=/);
  });

  it('a plan that was changed since it was signed is said, and not run', async () => {
    const { page } = app;
    await go('match?tab=text');
    const text = page.getByRole('textbox', { name: 'plan.yaml' });
    await text.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('assumptions: [ "nothing else" ]\n');
    await page.getByText('the plan was changed after it was signed', { exact: false }).waitFor();
    await expectAccessible(page, 'match-changed-since');
    expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Take the signature away' }).click();
    await page.getByText('Nobody has signed the plan', { exact: false }).waitFor();
  });

  it('the journal has all of it, and the page was refused nothing', async () => {
    const { page } = app;
    await go('journal');
    await page.getByRole('heading', { name: 'As it was written' }).waitFor();
    for (const what of ['Plan signed: its rules are fixed', 'The plan’s signature was taken away'])
      await page.getByRole('row', { name: what }).waitFor();
    await page.getByRole('row', { name: /Saved outside the workspace.*\.proof\.json/ }).waitFor();
    await expectAccessible(page, 'journal-evidence');
    expect(app.complaints).toEqual([]);
  });
});
