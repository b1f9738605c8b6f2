import { daysFromCivil, daysInMonth, weekdayOf } from './calendar.ts';
import { tzdataSource } from './tz-data.ts';

/** By which clock a time of the database is told: wall, standard, or universal. */
type Clock = 'wall' | 'standard' | 'universal';

/** A day of a month that may depend on the year: `8`, `Sun>=8`, `Sat<=30`, `lastSun`. */
interface DayRule {
  readonly weekday: number | null;
  readonly from: 'exact' | 'onOrAfter' | 'onOrBefore' | 'last';
  readonly day: number;
}

export interface Rule {
  readonly firstYear: number;
  readonly lastYear: number;
  readonly month: number;
  readonly day: DayRule;
  readonly time: number;
  readonly clock: Clock;
  /** Seconds added to standard time; negative where summer is the standard. */
  readonly save: number;
}

/** One line of a zone: what holds until a civil time by `clock`. */
export interface ZoneLine {
  readonly offset: number;
  /** The rules' changes of `save`, or a save that stays. */
  readonly rules: readonly Rule[] | null;
  readonly save: number;
  readonly until: { readonly year: number; readonly civil: number; readonly clock: Clock } | null;
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
].concat('november', 'december');
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** zic's names may be cut to any length that tells them apart. */
function indexOfName(names: readonly string[], start: string): number {
  const index = names.findIndex((name) => name.startsWith(start.toLowerCase()));
  if (index < 0) throw new Error(`tz database: unknown name ${start}`);
  return index;
}

function parseTime(text: string): { seconds: number; clock: Clock } {
  const match = /^(-?)(\d+)(?::(\d+)(?::(\d+))?)?([wsugzd]?)$/.exec(text === '-' ? '0' : text);
  if (match === null) throw new Error(`tz database: unknown time ${text}`);
  const [, sign, hours, minutes = '0', seconds = '0', suffix] = match;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const clock = suffix === 's' ? 'standard' : suffix === '' || suffix === 'w' ? 'wall' : 'universal';
  return { seconds: sign === '-' ? -size : size, clock };
}

function parseDay(text: string): DayRule {
  if (text.startsWith('last')) return { weekday: indexOfName(weekdays, text.slice(4)), from: 'last', day: 0 };
  const match = /^([A-Za-z]+)([<>])=(\d+)$/.exec(text);
  if (match === null) return { weekday: null, from: 'exact', day: Number(text) };
  const from = match[2] === '>' ? 'onOrAfter' : 'onOrBefore';
  return { weekday: indexOfName(weekdays, match[1]!), from, day: Number(match[3]) };
}

/** Days from 1970 of a day rule in a year; `Sun>=29` and `Sat<=2` may leave the month. */
function dayOf(year: number, month: number, rule: DayRule): number {
  const day = daysFromCivil(year, month, rule.from === 'last' ? daysInMonth(year, month) : rule.day);
  if (rule.weekday === null) return day;
  const ahead = (rule.weekday - weekdayOf(day) + 7) % 7;
  return rule.from === 'onOrAfter' || ahead === 0 ? day + ahead : day + ahead - 7;
}

/** When a rule takes effect in a year, by its own clock. */
export const civilOfRule = (rule: Rule, year: number): number => dayOf(year, rule.month, rule.day) * 86_400 + rule.time;

function parseRule([, , from, to, , month, day, time, save]: readonly string[]): Rule {
  const firstYear = Number(from);
  const at = parseTime(time!);
  return {
    firstYear,
    lastYear: to!.startsWith('o') ? firstYear : to!.startsWith('ma') ? Infinity : Number(to),
    month: indexOfName(months, month!) + 1,
    day: parseDay(day!),
    time: at.seconds,
    clock: at.clock,
    save: parseTime(save!).seconds,
  };
}

function parseZoneLine(fields: readonly string[], rules: ReadonlyMap<string, readonly Rule[]>): ZoneLine {
  const [offset, rule, , year, month = 'January', day = '1', time = '0'] = fields;
  const named = rules.get(rule!);
  const at = parseTime(time);
  const monthNumber = indexOfName(months, month) + 1;
  return {
    offset: parseTime(offset!).seconds,
    rules: named ?? null,
    save: named === undefined ? parseTime(rule!).seconds : 0,
    until:
      year === undefined
        ? null
        : {
            year: Number(year),
            civil: dayOf(Number(year), monthNumber, parseDay(day)) * 86_400 + at.seconds,
            clock: at.clock,
          },
  };
}

interface Source {
  readonly rules: Map<string, Rule[]>;
  readonly zones: Map<string, string[][]>;
  readonly links: Map<string, string>;
}

let source: Source | null = null;

function load(): Source {
  const rules = new Map<string, Rule[]>();
  const zones = new Map<string, string[][]>();
  const links = new Map<string, string>();
  let zone: string[][] = [];
  for (const line of tzdataSource.split('\n')) {
    const fields = line.split(' ');
    if (fields[0] === 'R') {
      const list = rules.get(fields[1]!);
      if (list === undefined) rules.set(fields[1]!, [parseRule(fields)]);
      else list.push(parseRule(fields));
    } else if (fields[0] === 'L') links.set(fields[2]!, fields[1]!);
    else if (fields[0] === 'Z') {
      zone = [fields.slice(2)];
      zones.set(fields[1]!, zone);
    } else if (line !== '') zone.push(fields);
  }
  return { rules, zones, links };
}

/** The name of the zone that a name or a link stands for, or undefined. */
export function zoneOfName(name: string): string | undefined {
  source ??= load();
  const target = source.links.get(name) ?? name;
  return source.zones.has(target) ? target : undefined;
}

/** Every name, links among them. */
export function zoneNames(): string[] {
  source ??= load();
  return [...source.zones.keys(), ...source.links.keys()].sort();
}

/** The lines of a zone, by its own name. */
export function linesOfZone(zone: string): ZoneLine[] {
  const { zones, rules } = (source ??= load());
  return zones.get(zone)!.map((fields) => parseZoneLine(fields, rules));
}
