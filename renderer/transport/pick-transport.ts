import type { Bridge } from '../../contract/bridge.ts';
import { httpLink } from './http-link.ts';
import { overLink, type PageTransport } from './page-transport.ts';

/** The desktop shell's preload where there is one, else the server the page came from. */
export function pickTransport(window: Window & { readonly tallystick?: Bridge }): PageTransport {
  return overLink(window.tallystick ?? httpLink());
}
