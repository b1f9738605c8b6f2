/** The little of WebAssembly's JavaScript API that is used here: TypeScript keeps it in the DOM, which Node is not. */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module) => { readonly exports: Readonly<Record<string, unknown>> };
  function validate(bytes: Uint8Array): boolean;
}
