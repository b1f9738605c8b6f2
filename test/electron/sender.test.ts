import { describe, expect, it } from 'vitest';
import { assertOurs, type Sender } from '../../electron/sender.ts';

const window = { id: 1 };
const page = { url: 'app://tallystick/index.html', origin: 'app://tallystick', parent: null };
const from = (frame: Sender['senderFrame'], mainFrame = frame ?? page): Sender => ({
  sender: { id: 1, mainFrame },
  senderFrame: frame,
});
const refused = (sender: Sender) => expect(() => assertOurs(sender, window)).toThrow('Only the app’s own page may ask');

describe('who may send a message to the shell', () => {
  it('is the page in the main frame of the window, on any of its screens', () => {
    assertOurs(from(page), window);
    assertOurs(from({ ...page, url: 'app://tallystick/index.html#findings?run=2026' }), window);
  });

  it('is no frame inside the page, not even one of our own origin', () => {
    refused(from({ ...page, parent: page }, page));
    refused(from({ ...page }, page)); // another frame with the main frame's face
    refused(from({ ...page, parent: page }));
  });

  it('is no frame that is gone, and no event without a sender', () => {
    refused(from(null));
    refused({ sender: { id: 1, mainFrame: page }, senderFrame: undefined });
    refused({ sender: undefined, senderFrame: undefined });
  });

  it('is no other window', () => {
    refused({ sender: { id: 2, mainFrame: page }, senderFrame: page });
  });

  it.each([
    ['about:blank', 'null'],
    ['about:blank', 'app://tallystick'],
    ['about:srcdoc', 'app://tallystick'],
    ['', ''],
    ['app://tallystick/report/2026', 'null'],
    ['app://tallystick/report/2026', 'app://tallystick'],
    ['app://tallystick/', 'app://tallystick'],
    ['app://tallystick/index.html?x', 'app://tallystick'],
    ['app://tallystick/index.html/', 'app://tallystick'],
    ['app://tallystick/index.html', 'app://tallystick.evil'],
    ['app://tallystick.evil/index.html', 'app://tallystick.evil'],
    ['app://evil/index.html', 'app://evil'],
    ['https://tallystick/index.html', 'https://tallystick'],
    ['file:///app://tallystick/index.html', 'file://'],
    ['data:text/html,app://tallystick/index.html', 'null'],
    ['blob:app://tallystick/4f3c', 'app://tallystick'],
  ])('is not %s with origin %s', (url, origin) => {
    refused(from({ url, origin, parent: null }));
  });
});
