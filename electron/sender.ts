import { TallyError } from '../contract/problem.ts';
import { origin, pageAddress } from './origin.ts';

interface Frame {
  readonly url: string;
  readonly origin: string;
  readonly parent: object | null;
}

/** What an IPC event says of who sent it. The frame is null when it was gone before the message was looked at. */
export interface Sender {
  readonly sender: { readonly id: number; readonly mainFrame: Frame } | undefined;
  readonly senderFrame: Frame | null | undefined;
}

/**
 * Throws `usage` unless the message came from the main frame of the app's own window, showing our page. A frame inside
 * it, a frame that is gone, `about:blank` (which may take its maker's origin), a report, another window: all refused.
 */
export function assertOurs({ sender, senderFrame }: Sender, window: { readonly id: number }): void {
  const ours =
    sender?.id === window.id &&
    senderFrame === sender.mainFrame &&
    senderFrame.parent === null &&
    senderFrame.origin === origin &&
    senderFrame.url.split('#')[0] === pageAddress;
  if (!ours) throw new TallyError('usage', 'Only the app’s own page may ask');
}
