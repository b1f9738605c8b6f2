/**
 * comlink over node:worker_threads; nothing else imports it. It loses `code` and `cause` of errors, turns an
 * AbortSignal into an empty object and leaves calls pending when the worker dies: so outcomes are data, cancelling is
 * ending the worker, and every call races the worker's exit.
 */
export { expose, proxy, releaseProxy, wrap, type Remote } from 'comlink';
export { default as nodeEndpoint } from 'comlink/dist/esm/node-adapter.mjs';
