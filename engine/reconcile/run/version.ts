import { version as engineVersion } from '@duckdb/node-api';
import manifest from '../../../package.json' with { type: 'json' };
import { tzdataVersion } from '../../canonical/zone.ts';
import type { Report } from '../../evidence/report/report.ts';

/** What made a report: the same three versions and the same inputs give the same bytes. */
export const tool: Report['tool'] = {
  name: 'tallystick',
  version: manifest.version,
  engine: `duckdb ${engineVersion().replace(/^v/, '')}`,
  tzdata: tzdataVersion,
};
