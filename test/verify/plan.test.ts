import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { jcsText } from '../../engine/canonical/jcs.ts';
import { readDocument } from '../../engine/plan/read-document.ts';
import { planYaml, type PlanMapping } from '../../engine/plan/write-plan.ts';
import { forgery } from '../evidence/verify/verify-by-hand.ts';
import { planOf, ledger } from '../evidence/verify/ledger-by-hand.ts';
import { failuresOf, judged, standAlone } from './stand-alone.ts';

/** What the stand-alone verifier reads, in JCS; null where it says that it does not read what is written so. */
function readAlone(text: string): string | null {
  try {
    return jcsText(standAlone.readPlan(text));
  } catch (error) {
    if (error instanceof Error && error.constructor.name === 'NotDone') return null;
    throw error;
  }
}
function readByEngine(text: string): string {
  const { document, problems } = readDocument(Buffer.from(text));
  return problems.length > 0 ? 'refused' : jcsText(document);
}

/** A package whose plan is written so, its identity that of the same document. */
function written(plan: string) {
  const forged = forgery();
  forged.text('plan.yaml', () => plan);
  return judged(forged.seal());
}

const text = fc.oneof(
  fc.constantFrom('a', 'one two', "it's", 'say "so"', 'no # comment', 'a: b', '- x', '1', '-0.5', 'null', 'True', '~'),
  fc.constantFrom('', ' lead', 'trail ', '%Y-%m-%d', '@x', '*a', '&b', '!c', '{', ']', ',', 'ü\u2028', '0x1f', '1e3'),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((some) => !/\p{Cs}/u.test(some)),
);
const leaf = fc.oneof(text, fc.integer({ min: -1e9, max: 1e9 }), fc.boolean());
const { document } = fc.letrec<{ document: PlanMapping; value: never }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('document')) as never,
  document: fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

describe('the plan, as the stand-alone verifier reads it', () => {
  it('is the engine’s, of every document that plans are written as, and of JSON', () => {
    fc.assert(
      fc.property(document, (value) => {
        const name = { name: 'x', ...value };
        for (const plan of [planYaml(name), JSON.stringify(name), JSON.stringify(name, null, 2)])
          expect(readAlone(plan), plan).toBe(readByEngine(plan));
      }),
      { numRuns: 500 },
    );
  });

  it('is the engine’s or is said not to be read, of YAML by another library, in any of its styles', () => {
    let read = 0;
    fc.assert(
      fc.property(
        document,
        fc.record({ collectionStyle: fc.constantFrom('any', 'block', 'flow'), singleQuote: fc.boolean() }),
        fc.integer({ min: 2, max: 4 }),
        (value, style, indent) => {
          const plan = stringify({ name: 'x', ...value }, { ...style, indent, lineWidth: 0 });
          const alone = readAlone(plan);
          if (alone === null) return;
          read++;
          expect(alone, plan).toBe(readByEngine(plan));
        },
      ),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(300);
  });

  it('is the engine’s or is said not to be read, whatever the text: never another', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b: 1',
        'c:',
        '- ',
        '-',
        '\n',
        '\n  ',
        '\n    ',
        ': ',
        ', ',
        '{',
        '}',
        '[',
        ']',
        '"q"',
        "'s'",
        '# c',
        ' ',
      ],
      ...['1', 'true', '~', '&a', '*a', '|', '>', '---', '? ', '\t', '\r\n', '%', 'x:y', '"a":1'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const plan = `k: v\n${pieces.join('')}`;
        const theirs = readByEngine(plan);
        if (theirs === 'refused') return;
        const alone = readAlone(plan);
        if (alone !== null) expect(alone, plan).toBe(theirs);
      }),
      { numRuns: 5000 },
    );
  });

  it('holds in any of the forms that people write', async () => {
    const plan = planOf(ledger);
    for (const form of [planYaml(plan), JSON.stringify(plan), stringify(plan)]) {
      const found = await written(form);
      expect(failuresOf(found)).toEqual([]);
      expect(found.checks.find(({ name }) => name === 'plan')?.result).toBe('passed');
    }
  });

  it('is refused with a name twice, and not relied on where it is not read: then nobody is said to have signed as it asks', async () => {
    const plan = JSON.stringify(planOf(ledger));
    expect(failuresOf(await written(plan.replace('{', '{"signers":{"approver":0},"signers":{"approver":1},')))[0]).toBe(
      'plan: plan.yaml says signers twice',
    );
    for (const document of ['--- a: 1\n', '...\n', '---\nsigners: { approver: 0 }\n'])
      expect(readAlone(`name: x\n${document}`), document).toBeNull();
    const odd = await written(`# by hand\n&plan ${plan}`);
    expect(odd.sound).toBe(true);
    expect(odd.checks.find(({ name }) => name === 'plan')).toMatchObject({ result: 'not_done' });
    const forged = forgery();
    forged.report.signers = { preparer: '0', approver: '0' };
    forged.text('plan.yaml', (own) => `&plan ${own}`);
    expect((await judged(forged.seal())).requirements.signed).toEqual({
      met: false,
      why: 'plan.yaml was not read, so whom it asks for is not known',
    });
  });
});
