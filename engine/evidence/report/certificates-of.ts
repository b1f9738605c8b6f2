import type { Certificate } from '../../../contract/certificate.ts';
import { sides } from '../../../contract/side.ts';
import type { Report } from './report.ts';

/** The certificates of both sides, the source's first. */
export const certificatesOf = (report: Pick<Report, 'sides'>): readonly Certificate[] =>
  sides.flatMap((side) => report.sides[side].certificates ?? []);
