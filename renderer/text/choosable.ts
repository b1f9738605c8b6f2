import type { CallInput } from '../../contract/calls.ts';

type What = CallInput<'host.choose'>['what'];

interface Choosable {
  readonly title: string;
  readonly folder: boolean;
  readonly file: boolean;
}

/** What may be chosen for each purpose, and how the dialog asks for it. */
export const choosable: Readonly<Record<What, Choosable>> = {
  export: { title: 'Choose an export: a file, or the folder that holds its files', folder: true, file: true },
  plan: { title: 'Choose a plan', folder: false, file: true },
  package: { title: 'Choose a package', folder: true, file: false },
  proof: { title: 'Choose a proof, a sample or a journal', folder: false, file: true },
  journal: { title: 'Choose a journal.jsonl, or the workspace that holds it', folder: true, file: true },
  key: { title: 'Choose a key file', folder: false, file: true },
  allowed_signers: { title: 'Choose an allowed_signers file', folder: false, file: true },
  certificate: { title: 'Choose a certificate', folder: false, file: true },
  revoked: { title: 'Choose a list of revoked keys', folder: false, file: true },
  authorities: { title: 'Choose certificates of time-stamping authorities', folder: false, file: true },
  timestamp: { title: 'Choose a time-stamp response', folder: false, file: true },
  workspace: { title: 'Choose a workspace', folder: true, file: false },
};
