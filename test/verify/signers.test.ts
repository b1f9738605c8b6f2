import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../../engine/evidence/signing/allowed-signers.ts';
import { verifyExit } from '../../engine/evidence/verification.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import {
  parseSignoff,
  signoffBytes,
  type Decision,
  type Role,
  type Signoff,
} from '../../engine/evidence/signing/signoff-statement.ts';
import type { PrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { publicLineOf } from '../../engine/evidence/keys/ssh-public-key.ts';
import { makeSshSignature } from '../../engine/evidence/keys/sshsig.ts';
import { hardwareSignature, hardwareTypes } from '../evidence/hardware-signature.ts';
import { newKey, trusting } from '../evidence/small-package.ts';
import { run, temporaryFolder } from '../evidence/tools.ts';
import { equalLedger, ledger, type Table } from '../evidence/verify/ledger-by-hand.ts';
import { edit, forgery, verify } from '../evidence/verify/verify-by-hand.ts';
import { failuresOf, judged, now, standAlone, type Found } from './stand-alone.ts';

const keys = { ada: newKey(), bob: newKey('P-256'), eve: newKey() };
type Name = keyof typeof keys;
const everybody = trusting({ ada: keys.ada, bob: keys.bob });
const reconciled: readonly Table[] = equalLedger.map((table) => {
  const rows = table.source.filter(({ cells }) => cells[1] !== 'twice');
  return { ...table, checks: [], source: rows, target: rows };
});

async function signed(
  tables: readonly Table[],
  ...people: readonly (readonly [Name, Role, Decision?])[]
): Promise<string> {
  const folder = forgery(tables).seal();
  for (const [name, role, decision = 'APPROVE'] of people)
    await signPackage({ folder, key: keys[name], name, role, decision, text: '', at: '2026-01-31T09:00:00Z' });
  return folder;
}
const both = (tables = ledger) => signed(tables, ['ada', 'preparer'], ['bob', 'approver']);

/** What somebody does who does not use our `sign`: any statement, under any key. */
function addByHand(folder: string, key: PrivateKey, change: Partial<Signoff>): void {
  const like = parseSignoff(readFileSync(join(folder, 'signoffs/002.json')), '');
  const bytes = signoffBytes({ ...like, ...change });
  writeFileSync(join(folder, 'signoffs/003.json'), bytes);
  writeFileSync(join(folder, 'signoffs/003.json.sig'), makeSshSignature(bytes, 'tallystick-signoff', key));
}

/** Soundness, whom each trusts, and the statuses for every requirement, by either verifier. */
async function opinions(folder: string, allowed: string | null): Promise<[unknown, unknown, Found]> {
  const engine = await verify(folder, {
    build: 'another',
    trust: { allowed: allowed === null ? null : parseAllowedSigners(allowed), now },
  });
  const other = await judged(folder, allowed);
  const met = ({ requirements: { signed: s, reconciled: r } }: Pick<Found, 'requirements'>) => [s.met, r.met];
  const trusted = (signers: Found['signers']) => signers.map((each) => [each.name, each.trusted]);
  return [
    [engine.sound, engine.verdict, trusted(engine.signers), met(engine), verifyExit(engine, 'signed')],
    [
      other.sound,
      other.verdict,
      trusted(other.signers),
      met(other),
      !other.sound ? 4 : other.requirements.signed.met ? 0 : 1,
    ],
    other,
  ];
}

const line = (name: Name, options: string) =>
  `${name} ${options} ${publicLineOf({ type: keys[name].type, blob: keys[name].publicBlob }, '')}\n`;

describe('the stand-alone verifier says the same of signers as the engine:', () => {
  it.each<[string, () => Promise<string>, string | null, RegExp | null]>([
    ['signed by all', () => both(), everybody, null],
    ['signed by all, of a reconciled package', () => both(reconciled), everybody, null],
    ['signed by nobody', () => signed(ledger), everybody, null],
    ['signed, and nobody is named', () => both(), null, null],
    ['signed, and others are named', () => both(), trusting({ eve: keys.eve }), null],
    [
      'rejected by an auditor',
      () => signed(ledger, ['ada', 'preparer'], ['bob', 'approver'], ['eve', 'auditor', 'REJECT']),
      everybody,
      null,
    ],
    ['signed by a preparer alone', () => signed(ledger, ['ada', 'preparer']), everybody, null],
    [
      'signed by an auditor in the approver’s stead',
      () => signed(ledger, ['ada', 'preparer'], ['bob', 'auditor']),
      everybody,
      null,
    ],
    [
      'named by patterns, for both namespaces',
      () => both(),
      line('ada', 'namespaces="tallystick-*"') + `b?b,!bib ${line('bob', '').slice(5)}`,
      null,
    ],
    [
      'a key that has expired',
      () => both(),
      line('ada', '') + line('bob', 'valid-before="20260101Z"'),
      /"bob" has a key that is not valid/,
    ],
    [
      'a key that is not valid yet',
      () => both(),
      line('ada', 'valid-after="20270101Z"') + line('bob', ''),
      /"ada" has a key that is not valid/,
    ],
    [
      'a key that may not sign this',
      () => both(),
      line('ada', 'namespaces="git"') + line('bob', ''),
      /"ada" has a key that may not sign/,
    ],
    [
      'a name that is not its key’s',
      () => both(),
      trusting({ ada: keys.eve, bob: keys.bob }),
      /"ada" signed with a key that is not the one listed/,
    ],
    [
      'a key of another name',
      () => both(),
      trusting({ zoe: keys.ada, bob: keys.bob }),
      /"ada" signed with the key of zoe/,
    ],
    [
      'a person who signs twice',
      () => changed((f) => addByHand(f, keys.eve, { role: 'auditor' })),
      everybody,
      /One person signed twice: "bob" \(002\)/,
    ],
    [
      'a key that signs twice',
      () => changed((f) => addByHand(f, keys.bob, { name: 'eve', role: 'auditor' })),
      everybody,
      /One key signed twice/,
    ],
    [
      'a preparer who approves',
      () => changed((f) => addByHand(f, keys.eve, { name: 'ADA' })),
      null,
      /The approver is the preparer/,
    ],
    [
      'two preparers',
      () => changed((f) => addByHand(f, keys.eve, { name: 'eve', role: 'preparer' })),
      null,
      /both sign as preparer/,
    ],
    [
      'a sign-off of another report',
      () => changed((f) => addByHand(f, keys.eve, { name: 'eve', role: 'auditor', reportJson: '0'.repeat(64) })),
      null,
      /sign-off of another report/,
    ],
    [
      'a role that is relabelled',
      () =>
        changed((f) =>
          edit(f, 'signoffs/002.json', (b) => Buffer.from(b.toString().replace('"approver"', '"auditor"'))),
        ),
      everybody,
      /002.json.sig is not over these bytes/,
    ],
    [
      'a decision that is turned',
      () => changed((f) => edit(f, 'signoffs/002.json', (b) => Buffer.from(b.toString().replace('APPROVE', 'REJECT')))),
      everybody,
      /002.json.sig is not over these bytes/,
    ],
    [
      'a signature of another file',
      () => changed((f) => edit(f, 'signoffs/002.json.sig', () => readFileSync(join(f, 'report.json.sig')))),
      everybody,
      /made for "tallystick-report"/,
    ],
    [
      'an envelope of another statement',
      () => changed((f) => edit(f, 'signoffs/002.dsse.json', () => readFileSync(join(f, 'signoffs/001.dsse.json')))),
      everybody,
      /002.dsse.json is not a DSSE envelope of the file beside it/,
    ],
    [
      'a signature that is armoured otherwise',
      () => changed((f) => edit(f, 'signoffs/001.json.sig', (b) => Buffer.from(b.toString().replace(/\n$/, '\n\n')))),
      everybody,
      /not an OpenSSH signature as ssh-keygen writes it/,
    ],
    [
      'a stray beside the sign-offs',
      () => changed((f) => writeFileSync(join(f, 'signoffs/note.txt'), 'x')),
      everybody,
      /Not part of any sign-off: signoffs\/note.txt/,
    ],
    [
      'a report signed by the approver',
      () =>
        changed((f) =>
          edit(f, 'report.json.sig', () =>
            Buffer.from(makeSshSignature(readFileSync(join(f, 'report.json')), 'tallystick-report', keys.bob)),
          ),
        ),
      everybody,
      /report: envelope|not by the key of the preparer/,
    ],
  ])('%s', async (_, make, allowed, why) => {
    const [engine, other, found] = await opinions(await make(), allowed);
    expect(other).toEqual(engine);
    if (why === null) expect(failuresOf(found)).toEqual([]);
    else expect(failuresOf(found).join('\n')).toMatch(why);
  });

  async function changed(change: (folder: string) => void): Promise<string> {
    const folder = await both();
    mkdirSync(join(folder, 'signoffs'), { recursive: true });
    change(folder);
    return folder;
  }
});

describe('a signature', () => {
  /** A package that ada and bob signed, and an auditor by another key; and whom the auditor's list then names. */
  async function withAuditor(type: (typeof hardwareTypes)[number]) {
    const folder = await both();
    addByHand(folder, keys.eve, { name: 'eve', role: 'auditor' });
    const statement = readFileSync(join(folder, 'signoffs/003.json'));
    const { blob, armoured } = hardwareSignature(type, statement, 'tallystick-signoff');
    writeFileSync(join(folder, 'signoffs/003.json.sig'), armoured);
    return { folder, trust: `${everybody}eve ${publicLineOf({ type, blob: Buffer.from(blob) }, '')}\n` };
  }

  it.each(hardwareTypes)('by a hardware key %s is judged as the engine judges it', async (type) => {
    const { folder, trust } = await withAuditor(type);
    const [engine, other, found] = await opinions(folder, trust);
    expect(failuresOf(found)).toEqual([]);
    expect(other).toEqual(engine);
    expect(found.signers.find(({ name }) => name === 'eve')?.trusted).toBe(true);
  });

  it('is refused with any one byte changed, in a file or by hardware, in OpenSSH’s form or an envelope', async () => {
    const { folder, trust } = await withAuditor('sk-ecdsa-sha2-nistp256@openssh.com');
    for (const name of ['003.json.sig', '002.json.sig', '002.dsse.json', '001.dsse.json']) {
      const path = join(folder, 'signoffs', name);
      const original = readFileSync(path);
      for (let at = 0; at < original.length; at += name.endsWith('.sig') ? 1 : 7) {
        const bytes = Buffer.from(original);
        bytes[at]! ^= 1;
        writeFileSync(path, bytes);
        expect([name, at, (await judged(folder, trust)).sound]).toEqual([name, at, false]);
      }
      writeFileSync(path, original);
    }
    expect(failuresOf(await judged(folder, trust))).toEqual([]);
  });
});

describe('a revoked key', () => {
  const folderWithKey = () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'bob.pub'),
      `${publicLineOf({ type: keys.bob.type, blob: keys.bob.publicBlob }, 'bob')}\n`,
    );
    return folder;
  };
  const judgedWith = async (revoked: Uint8Array) =>
    failuresOf(
      await standAlone.verifyPackage(standAlone.openFolder(await both()), {
        allowed: standAlone.parseAllowedSigners(Buffer.from(everybody)),
        revoked: standAlone.parseRevoked(revoked),
        now: now.getTime(),
      }),
    );

  it('is refused when it stands in a list of keys', async () => {
    const folder = folderWithKey();
    expect(await judgedWith(readFileSync(join(folder, 'bob.pub')))).toEqual([
      expect.stringMatching(/^sign-off 002: name: "bob" signed with a key that is revoked/),
    ]);
    expect(await judgedWith(Buffer.from('# nobody\n'))).toEqual([]);
  });

  it('is not looked for in a KRL of ssh-keygen: that is refused, with what to do instead', () => {
    const folder = folderWithKey();
    const made = run('ssh-keygen', ['-q', '-k', '-f', join(folder, 'a.krl'), join(folder, 'bob.pub')]);
    expect(made.status, made.stderr).toBe(0);
    expect(() => standAlone.parseRevoked(readFileSync(join(folder, 'a.krl')))).toThrow(
      /^The list of revoked keys, public keys one a line \(of a KRL, ssh-keygen -Q -f KRL KEY.pub tells\)/,
    );
  });
});

describe('allowed_signers', () => {
  /** Whom a line names, for which namespaces, and from when to when; nobody where it grants nothing. */
  const granted = (list: string) =>
    (
      standAlone.parseAllowedSigners(Buffer.from(list)) as {
        names: string[];
        namespaces?: string[];
        when: [number, number];
      }[]
    ).map(({ names, namespaces, when: [from, until] }) => ({
      ...{ names: names.filter((name) => name !== ''), namespaces: namespaces ?? null },
      ...{ from: from === -Infinity ? null : from, until: until === Infinity ? null : until },
    }));
  const grantedByEngine = (list: string) =>
    parseAllowedSigners(list).signers.map(({ principals, namespaces, validAfter, validBefore }) => ({
      ...{ names: [...principals], namespaces: namespaces === null ? null : [...namespaces] },
      ...{ from: validAfter?.getTime() ?? null, until: validBefore?.getTime() ?? null },
    }));

  it.each([
    ...['', 'valid-before="20300101Z"', 'VALID-AFTER="20200101Z"', 'namespaces="git,tallystick-*"', 'namespaces="a",'],
    ...['valid-before="203001011230"', 'valid-after="20300101Z",valid-before="20200101Z"', 'namespaces=""'],
    ...['valid-before', 'namespaces', 'valid-before=""', 'valid-before="never"', 'cert-authority', 'no-touch="x"'],
    ...['valid-before="20200101Z",valid-before="20990101Z"', 'namespaces="git",namespaces="*"', 'namespaces="a""b"'],
    ...['valid-before="20250230Z"', 'valid-before="202501011260Z"', 'valid-before="20251301Z"', 'namespaces=git'],
    ...[',namespaces="a"', 'namespaces="a",,valid-before="20300101Z"', 'namespaces="a" ,valid-before="20300101Z"'],
  ])('grants by a line with the options %j what it grants to the engine', (options) => {
    const key = publicLineOf({ type: keys.ada.type, blob: keys.ada.publicBlob }, '').trim();
    for (const names of ['ada', '"ada b"', 'ada,bob', '"ada,"', '!ada,*', 'a"b'])
      for (const tail of ['', ' comment', '\t', '\n', '\r\n']) {
        const list = `${names} ${options === '' ? '' : `${options} `}${key}${tail}`;
        expect([list, granted(list)]).toEqual([list, grantedByEngine(list)]);
      }
  });
});
