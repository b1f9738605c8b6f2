/** One thing that `verify` looked at, by name; `why` is a sentence without a final stop, empty when it passed. */
export interface Check {
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'not_done';
  readonly why: string;
}

export const passed = (name: string): Check => ({ name, result: 'passed', why: '' });
export const failed = (name: string, why: string): Check => ({ name, result: 'failed', why });
export const notDone = (name: string, why: string): Check => ({ name, result: 'not_done', why });
