/** Why a pair was proposed, and how many of the sampled rows agree under it. */
export interface Reason {
  readonly why: string;
  readonly agree: { readonly share: number; readonly words: string } | null;
}

const written = /^(.*?): ([\d,]+) of ([\d,]+) sampled rows agree(?:, (.*?))?(?:; (.*))?$/;

/** Takes apart the remark that a proposal writes above a column; a remark of a person's is all reason. */
export function reasonOf(remark: string): Reason {
  const [, why, agreeing, sampled, others, more] = written.exec(remark) ?? [];
  if (why === undefined || agreeing === undefined || sampled === undefined) return { why: remark, agree: null };
  const [part, whole] = [agreeing, sampled].map((text) => Number(text.replaceAll(',', '')));
  return {
    why: [why, ...[others, more].filter((part) => part !== undefined)].join('; '),
    agree: { share: whole === 0 ? 0 : part! / whole!, words: `${agreeing} of ${sampled} sampled rows agree` },
  };
}
