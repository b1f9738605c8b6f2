import type { BySide, Side } from '../../contract/side.ts';
import type { CertifiedSide } from '../certificates/certify-side.ts';
import type { AllowedSigners } from '../evidence/signing/allowed-signers.ts';
import type { Report } from '../evidence/report/report.ts';
import { certify, type CertifyMeans } from './certify.ts';
import type { StagedTable } from './run-stages.ts';

export type RunCertificates =
  | {
      /** Given by hand, absolute. */
      readonly given: BySide<readonly string[]>;
      readonly allowed: AllowedSigners | null;
    }
  /** A run that is repeated takes them as its report has them: they may not be at hand, nor whom was trusted then. */
  | { readonly said: Report['sides'] };

export interface CertifySidesRequest {
  readonly folders: BySide<string>;
  readonly at: string;
  readonly certificates: RunCertificates;
  readonly tables: readonly StagedTable[];
  readonly fingerprints: BySide<{ readonly bytes: Uint8Array } | null>;
}

/** Judges what came with both sides, or says again what was said of it. */
export async function certifySides(
  { folders, at, certificates, tables, fingerprints }: CertifySidesRequest,
  means: CertifyMeans,
): Promise<BySide<CertifiedSide>> {
  const of = async (side: Side): Promise<CertifiedSide> => {
    if ('said' in certificates) return asSaid(certificates.said[side]);
    return certify(
      {
        path: folders[side],
        given: certificates.given[side],
        tables: tables.map((table) => ({ csv: table.plan.sides[side].csv, files: table.sides[side].files })),
        trust: { allowed: certificates.allowed, at: new Date(at) },
        fingerprint: fingerprints[side]?.bytes ?? null,
      },
      means,
    );
  };
  return { source: await of('source'), target: await of('target') };
}

function asSaid({ files, certificates = [] }: Report['sides']['source']): CertifiedSide {
  const words = new Map(files.map(({ name, certificate }) => [name, certificate]));
  return { certificates, wordsOf: (file) => words.get(file) ?? 'none' };
}
