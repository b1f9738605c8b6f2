export function findBrowser():
  | { readonly launch: { readonly executablePath: string; readonly chromiumSandbox: boolean } }
  | { readonly launch: null; readonly why: string };
