import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, type CallName, type Handlers } from '../../contract/calls.ts';
import type { Outcome } from '../../contract/outcome.ts';
import { exitStatusOf } from '../../contract/problem.ts';
import { answer } from '../../contract/validate.ts';
import { handle } from '../../contract/fields.ts';

const names = Object.keys(calls) as CallName[];

/** Handlers that say what reached them, and give what is the shape of no answer. */
function handlersThat(reached: (name: string, input: unknown) => void, gives: unknown = 'nothing of the shape') {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        reached(name, input);
        return gives;
      },
    ]),
  ) as unknown as Handlers;
}

const codeOf = (outcome: Outcome): string | null => ('problem' in outcome ? outcome.problem.code : null);
const asText = (outcome: Outcome): string => JSON.stringify(outcome);

const handlePattern = z.toJSONSchema(handle).pattern;

/** Members of an input, by their names from the top, that take a handle. */
function handlesIn(schema: unknown, path: readonly string[] = []): string[][] {
  if (typeof schema !== 'object' || schema === null) return [];
  if ('pattern' in schema && schema.pattern === handlePattern) return [[...path]];
  return Object.entries(schema).flatMap(([name, part]) => handlesIn(part, [...path, name]));
}

describe('a call', () => {
  it('takes handles at the top of its input alone: there the host looks for them, and gives the engine their paths', () => {
    const members = names.flatMap((name) =>
      handlesIn(z.toJSONSchema(calls[name].input, { io: 'input' })).map((path) => [name, path] as const),
    );
    expect(members.length).toBeGreaterThan(15);
    for (const [name, [first, , ...rest]] of members)
      expect([name, first, rest.filter((part) => !/^(anyOf|\d+)$/.test(part))]).toEqual([name, 'properties', []]);
  });

  it('of a name that is not in the table is refused, the names of every object among them', async () => {
    const reached: string[] = [];
    const handlers = handlersThat((name) => reached.push(name));
    for (const name of [
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      '',
      'run.Start',
      'run.start ',
      7,
      null,
      undefined,
      ['run.start'],
      { toString: () => 'run.start' },
    ])
      expect(codeOf(await answer(handlers, name, {})), String(name)).toBe('usage');
    expect(reached).toEqual([]);
  });

  it('that somebody else answers is refused by whoever has no function for it', async () => {
    expect(codeOf(await answer({} as Handlers, 'run.start', {}))).toBe('usage');
  });

  it('with a member too many, one too few, or one of another kind is refused, and says where', async () => {
    const handlers = handlersThat(() => undefined);
    const handle = `h-${'0'.repeat(32)}`;
    const bad: [CallName, unknown, string][] = [
      ['run.start', { more: 1 }, 'Unrecognized'],
      ['run.start', null, 'run.start'],
      ['run.start', [], 'run.start'],
      ['workspace.open', {}, 'folder'],
      ['workspace.open', { folder: '/etc/passwd' }, 'folder'],
      ['workspace.open', { folder: `${handle} ` }, 'folder'],
      ['workspace.open', { folder: handle, path: '/etc' }, 'Unrecognized'],
      ['run.report', { run: '../../etc' }, 'run'],
      ['run.report', { run: 'a/b' }, 'run'],
      ['workspace.sample', { rows: 1e12 }, 'rows'],
      ['workspace.sample', { rows: 1000.5 }, 'rows'],
      ['findings.inspect', { run: 'r', line: '-1' }, 'line'],
      ['host.openExternal', { url: 'no address' }, 'url'],
    ];
    for (const [name, input, where] of bad) {
      const outcome = await answer(handlers, name, input);
      expect(codeOf(outcome), `${name} ${JSON.stringify(input)}`).toBe('usage');
      expect(asText(outcome)).toContain(where);
    }
  });

  it('that is too large, too deep, or more than data is refused before anything looks inside', async () => {
    const handlers = handlersThat(() => undefined);
    let deep: unknown = 'x';
    for (let i = 0; i < 10_000; i++) deep = [deep];
    const round: Record<string, unknown> = {};
    round['self'] = round;
    const bad = [
      'x'.repeat(6_000_000),
      deep,
      round,
      new Array(1_000_000).fill(0),
      7n,
      Symbol('x'),
      () => 0,
      new Date(),
      new Map(),
      new Error('x'),
    ];
    for (const text of bad) expect(codeOf(await answer(handlers, 'plan.write', { text }))).toBe('usage');
  });

  it('never crashes, reaches its function with anything but its shape, or leaves a trace on prototypes', async () => {
    const pollution = fc.constantFrom(
      JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
      JSON.parse('{"constructor":{"prototype":{"polluted":true}}}') as unknown,
      JSON.parse('{"folder":{"__proto__":{"polluted":true}}}') as unknown,
    );
    const input = fc.oneof(
      fc.jsonValue(),
      fc.anything(),
      pollution,
      fc.record({ run: fc.string(), line: fc.string(), filter: fc.anything() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...names), fc.string()), input, async (name, asked) => {
        let reached: unknown = null;
        const outcome = await answer(
          handlersThat((_, judged) => (reached = { judged })),
          name,
          asked,
        );
        expect(Object.keys(exitStatusOf)).toContain(codeOf(outcome));
        expect(structuredClone(outcome)).toEqual(outcome);
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
        if (reached === null) expect(codeOf(outcome)).toBe('usage');
        else {
          // What reached it is of its shape; what it gave back is not, and did not leave.
          const { judged } = reached as { judged: unknown };
          expect(calls[name as CallName].input.safeParse(judged).success).toBe(true);
          expect(codeOf(outcome)).toBe('internal');
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an answer', () => {
  it('that is not of its shape does not leave, and what it held is not told', async () => {
    const handlers = handlersThat(() => undefined, { jobs: [], secret: 'do not tell' });
    const outcome = await answer(handlers, 'jobs.view', {});
    expect(codeOf(outcome)).toBe('internal');
    expect(asText(outcome)).not.toContain('do not tell');
  });

  it('that is leaves as it is', async () => {
    const handlers = handlersThat(() => undefined, { jobs: [] });
    expect(await answer(handlers, 'jobs.view', {})).toEqual({ ok: { jobs: [] } });
  });

  it('that is an error is a problem, as data', async () => {
    const handlers = { 'jobs.view': () => Promise.reject(new TypeError('x is not a function')) } as unknown as Handlers;
    expect(await answer(handlers, 'jobs.view', {})).toMatchObject({
      problem: { code: 'internal', what: 'x is not a function' },
    });
  });
});
