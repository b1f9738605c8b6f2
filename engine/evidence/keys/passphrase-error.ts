import { TallyError } from '../../../contract/problem.ts';

/** The key is there but stays shut; whoever can ask a person may ask and try again. */
export class PassphraseError extends TallyError {
  readonly reason: 'missing' | 'wrong';
  constructor(reason: 'missing' | 'wrong', options?: ErrorOptions) {
    super(
      'usage',
      reason === 'missing' ? 'The key needs its passphrase' : 'The passphrase does not open the key',
      '',
      'Give the passphrase of the key',
      options,
    );
    this.name = 'PassphraseError';
    this.reason = reason;
  }
}
