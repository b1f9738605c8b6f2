import { sides } from '../../contract/side.ts';
import { patternProblem } from '../canonical/time-format.ts';
import type { CanonicalType, TypeKind } from '../canonical/types.ts';
import { isZone } from '../canonical/zone.ts';
import { zoneNames } from '../canonical/zone-source.ts';
import { parseDecimal } from './decimal-text.ts';
import { oneCharacter } from './judge-files.ts';
import type { Judge } from './judge.ts';
import type { PlanPath } from './plan-problem.ts';
import { optionNames } from './plan-schema.ts';
import type { ColumnDocument, ReadingOptions } from './plan-schema.ts';

type Option = keyof ReadingOptions;

/** The types an option means something for; those not named here mean something for any (formats.md section 2). */
const belongs: Partial<Record<Option, readonly TypeKind[]>> = {
  group_separator: ['int', 'decimal'],
  decimal_separator: ['int', 'decimal'],
  base: ['int'],
  scale: ['int', 'decimal'],
  true: ['bool'],
  false: ['bool'],
  format: ['date', 'timestamp', 'datetime'],
  zone: ['timestamp'],
  ambiguous: ['timestamp'],
  encoding: ['bytes'],
};

/** Refuses options that contradict a column's type or one another. The column has the right shape. */
export function judgeColumn(judge: Judge, path: PlanPath, column: ColumnDocument, type: CanonicalType, inKey: boolean) {
  judgeTolerance(judge, [...path, 'tolerance'], column.tolerance, type, inKey);
  for (const at of [path, ...sides.map((side) => [...path, side])]) {
    const own = at === path ? column : column[at.at(-1) as 'source' | 'target'];
    if (typeof own !== 'object') continue;
    for (const option of optionNames) {
      const kinds = belongs[option];
      if (own[option] !== undefined && kinds !== undefined && !kinds.includes(type.kind))
        judge.refuse(
          [...at, option],
          `"${option}" is for ${kinds.join(' and ')} alone, and this is ${type.kind}`,
          'Leave it out',
          'key',
        );
    }
  }
  for (const side of sides) {
    const own = column[side];
    const options: ReadingOptions = typeof own === 'object' ? { ...column, ...own } : column;
    const place = (option: Option) =>
      typeof own === 'object' && own[option] !== undefined ? [...path, side, option] : [...path, option];
    if (type.kind === 'int' || type.kind === 'decimal') judgeNumber(judge, place, options);
    if (type.kind === 'bool') judgeBool(judge, place, options);
    if (type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'datetime')
      judgeTime(judge, place, options, type.kind);
  }
}

type PlaceOf = (option: Option) => PlanPath;

function judgeTolerance(judge: Judge, path: PlanPath, text: string | undefined, type: CanonicalType, inKey: boolean) {
  if (text === undefined) return;
  const value = parseDecimal(text);
  if (type.kind !== 'int' && type.kind !== 'decimal')
    judge.refuse(path, `"tolerance" is for int and decimal alone, and this is ${type.kind}`, 'Leave it out', 'key');
  else if (inKey) judge.refuse(path, 'A key column has no tolerance', 'Leave it out', 'key');
  else if (value === null)
    judge.refuse(path, `The tolerance ${JSON.stringify(text)} is not a decimal`, 'Write it like "0.01"');
  else if (value.negative)
    judge.refuse(path, `The tolerance ${text} is negative`, 'Write how far apart two values may be');
}

function judgeNumber(judge: Judge, place: PlaceOf, options: ReadingOptions) {
  const { group_separator: group, decimal_separator: point = '.', base } = options;
  for (const option of ['group_separator', 'decimal_separator'] as const) {
    const text = options[option];
    if (text === undefined) continue;
    if (!oneCharacter.test(text))
      judge.refuse(place(option), `"${option}" is one character, not ${JSON.stringify(text)}`);
    else if (/^[0-9+\-eE]$/.test(text))
      judge.refuse(place(option), `"${option}" is ${text}, which stands in numbers for something else`);
    else if (base === 16) judge.refuse(place(option), `"${option}" means nothing with base 16`, 'Leave it out', 'key');
  }
  if (group === point && base !== 16)
    judge.refuse(
      place('group_separator'),
      `"group_separator" and the decimal separator are both ${JSON.stringify(group)}`,
      options.decimal_separator === undefined ? 'Say what the decimal_separator is' : '',
    );
}

function judgeBool(judge: Judge, place: PlaceOf, options: ReadingOptions) {
  const { true: trueTexts, false: falseTexts } = options;
  if (trueTexts !== undefined && falseTexts === undefined)
    judge.refuse(
      place('true'),
      '"true" stands without "false"',
      'Give both, since together they replace the usual texts',
      'key',
    );
  if (trueTexts === undefined && falseTexts !== undefined)
    judge.refuse(
      place('false'),
      '"false" stands without "true"',
      'Give both, since together they replace the usual texts',
      'key',
    );
  falseTexts?.forEach((text, index) => {
    if (trueTexts?.includes(text) === true)
      judge.refuse([...place('false'), index], `${JSON.stringify(text)} is both true and false`);
  });
}

function judgeTime(judge: Judge, place: PlaceOf, options: ReadingOptions, kind: 'date' | 'timestamp' | 'datetime') {
  const { format, zone } = options;
  if (format !== undefined) {
    const problem = patternProblem(kind, format);
    if (problem !== null)
      judge.refuse(place('format'), `The format ${JSON.stringify(format)} does not hold: ${problem}`);
  }
  if (zone !== undefined && kind === 'timestamp' && !isZone(zone)) {
    const what = `${JSON.stringify(zone)} is not a zone of the IANA time zone database`;
    judge.refuse(place('zone'), what, judge.suggest(zone, zoneNames) || 'Write it like Europe/Paris');
  }
}
