import { describe, expect, it } from 'vitest';
import { amount, bytes, count, counted, duration, percent, ratio } from '../../renderer/text/numbers.ts';

const digitsOf = (text: string) => text.replaceAll(/\D/g, '');
const whole = '115792089237316195423570985008687907853269984665640564039457584007913129639935';

describe('Numbers on screen', () => {
  it('keep all 78 digits of a count and group them', () => {
    expect(digitsOf(count(whole))).toBe(whole);
    expect(count(whole).length).toBeGreaterThan(whole.length);
  });

  it('keep every digit of an amount, its trailing zeros and its sign', () => {
    expect(digitsOf(amount('9007199254740993.10'))).toBe('900719925474099310');
    expect(amount('-0.05')).toMatch(/^-0\D05$/);
    expect(amount('0.05', true)).toMatch(/^\+0\D05$/);
    expect(amount('0.00', true)).not.toContain('+');
  });

  it('leave what is no number as it is', () => {
    expect(amount('0xff')).toBe('0xff');
  });

  it('say their unit', () => {
    expect(counted('1', 'row')).toBe('1 row');
    expect(counted('2', 'row')).toBe('2 rows');
    expect(bytes('307179305')).toBe('307 MB');
    expect(bytes('0')).toBe('0 B');
    expect(bytes('1500')).toMatch(/^1\D5 kB$/);
    expect(duration(9.83)).toMatch(/^9\D8 s$/);
    expect(duration(125)).toBe('2 min 5 s');
    expect(duration(7380)).toBe('2 h 3 min');
  });

  it('never call some of a whole none of it', () => {
    expect(percent(ratio('3', '10000000'))).toMatch(/^< 0\D01\s?%$/);
    expect(percent(0)).toMatch(/^0\s?%$/);
  });

  it('never call a part of a whole all of it', () => {
    expect(percent(ratio('9999', '10000'))).toMatch(/^99\D99\s?%$/);
    expect(percent(ratio('9999999', '10000000'))).toMatch(/^99\D99\s?%$/);
    expect(ratio('0', '0')).toBe(0);
  });
});
