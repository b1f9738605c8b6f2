import type { WebContents, WebFrameMain } from 'electron';
import { TallyError } from '../contract/problem.ts';
import { origin, pageAddress } from './origin.ts';

/** What an IPC event says of who sent it; the frame is null when it was gone before the message was looked at. */
export interface Sender {
  readonly sender: Pick<WebContents, 'id' | 'mainFrame'>;
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'origin' | 'parent'> | null;
}

/**
 * Throws unless the message came from the main frame of the app's own window, showing our page. A frame inside it, a
 * frame that is gone, `about:blank` (which takes its maker's origin), a report, another window: all refused.
 */
export function assertOurs({ sender, senderFrame }: Sender, window: { readonly id: number } | null): void {
  const ours =
    window !== null &&
    sender.id === window.id &&
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    senderFrame.parent === null &&
    senderFrame.origin === origin &&
    senderFrame.url.split('#')[0] === pageAddress;
  if (!ours) throw new TallyError('usage', 'Only the app’s own page may ask');
}
