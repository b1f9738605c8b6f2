import { printStyle } from './print-style.ts';

/** Every pair of text and ground keeps WCAG AA; `*-ground` are the tints behind text of the same name. */
export const light = {
  ground: '#ffffff',
  sunk: '#f4f4f2',
  line: '#d4d4d0',
  ink: '#1b1c1d',
  dim: '#5c5f62',
  accent: '#2f4a8a',
  'accent-ground': '#e6ebf7',
  proven: '#246b47',
  rule: '#84590a',
  'rule-ground': '#f6ecd4',
  differs: '#b3352c',
  'differs-ground': '#f8e3e0',
} as const;
export const dark: Readonly<Record<keyof typeof light, string>> = {
  ground: '#151617',
  sunk: '#1e2022',
  line: '#36393c',
  ink: '#e6e6e3',
  dim: '#a1a4a8',
  accent: '#8fa8e6',
  'accent-ground': '#222a3d',
  proven: '#63b98c',
  rule: '#d9a63f',
  'rule-ground': '#362b14',
  differs: '#ef8479',
  'differs-ground': '#3d2220',
};

const tokens = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

/** The page's one style. System faces alone: a page that fetches a font tells somebody that it is read. */
export const style = `
:root { color-scheme: light dark; ${tokens(light)}
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; }
@media screen and (prefers-color-scheme: dark) { :root { ${tokens(dark)} } }
* { box-sizing: border-box; margin: 0; }
body { font: 400 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--ground); font-variant-numeric: tabular-nums; max-width: 1040px; margin: 0 auto; padding: 48px 32px 64px; }
h1 { font-size: 26px; font-weight: 600; letter-spacing: -.012em; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 15px; font-weight: 600; margin: 40px 0 10px; padding-top: 9px; border-top: 1px solid var(--ink); }
h3 { font-size: 13px; font-weight: 600; margin: 20px 0 2px; overflow-wrap: anywhere; }
p { max-width: 76ch; overflow-wrap: anywhere; }
section > p { margin: 8px 0; }
ul { padding-left: 18px; }
code, pre { font: 12px/1.55 var(--mono); font-variant-ligatures: none; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--sunk); padding: 12px 14px; margin: 10px 0; border-left: 2px solid var(--line); }
strong { font-weight: 600; }
bdi { white-space: break-spaces; overflow-wrap: break-word; } .long { overflow-wrap: anywhere; }
.dim { color: var(--dim); } .small { font-size: 12px; }
.proven { color: var(--proven); } .rule { color: var(--rule); } .differs { color: var(--differs); }
.digest span { padding-right: .62ch; } td .digest, dd .digest { display: inline-block; width: 35.2ch; max-width: 100%; vertical-align: top; }
.fill { user-select: none; }
bdi i { font: 500 10px/1.3 var(--mono); color: var(--rule); background: var(--rule-ground); border-radius: 2px; padding: 0 3px; margin: 0 1px; white-space: nowrap; unicode-bidi: isolate; }
.none { font: italic 12px/1.5 var(--mono); color: var(--dim); }
mark { color: var(--differs); background: var(--differs-ground); border-radius: 2px; padding: 1px 0; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
td:last-child mark { color: var(--accent); background: var(--accent-ground); }
mark .none { color: inherit; }
.verdict { display: flex; gap: 28px; align-items: center; margin: 22px 0 18px; padding: 18px 22px; border: 1.5px solid currentColor; }
.verdict p { color: var(--ink); } .verdict .word { flex: none; max-width: 40%; color: inherit; font-size: 21px; font-weight: 600; letter-spacing: .01em; }
.verdict .word span { margin-right: 6px; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 40px; }
dl { display: grid; grid-template-columns: 88px 1fr; gap: 4px 12px; align-content: start; } dt { color: var(--dim); } dd { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { font-weight: 400; text-align: left; } thead th { color: var(--dim); font-size: 12px; line-height: 1.35; vertical-align: bottom; }
td, th { padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); vertical-align: baseline; } td:last-child, th:last-child { padding-right: 0; }
td { contain: paint; }
.n { text-align: right; } .whole { white-space: nowrap; }
.equation td, .equation th { padding-right: 14px; } .equation td:last-child, .equation th:last-child { padding-right: 0; } .sign { color: var(--dim); }
.meter { margin-right: 14px; } .meter rect { fill: var(--differs); }
.differences { table-layout: fixed; } .differences .name { width: 19%; }
.differences .head th { padding: 14px 0 4px; border-bottom: 0; overflow-wrap: anywhere; } .differences tbody:first-of-type .head th { padding-top: 8px; }
.differences .head [aria-hidden] { display: inline-block; min-width: 1.6em; font: 13px/1 var(--mono); }
.differences .head th > span:first-child { display: inline-block; min-width: calc(19% - 4px); padding-right: 12px; }
.differences tbody td, .differences tbody tr:not(.head) th { border-bottom: 0; padding-top: 2px; padding-bottom: 2px; overflow-wrap: anywhere; }
.differences tbody tr:last-child td, .differences tbody tr:last-child th { border-bottom: 1px solid var(--line); padding-bottom: 12px; }
.place td, .place th, .rest th { color: var(--dim); font-size: 12px; }
.pair { display: inline-block; margin-right: 14px; max-width: 100%; }
details { margin: 6px 0; } summary { cursor: pointer; color: var(--accent); padding: 4px 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
footer { margin-top: 48px; padding-top: 10px; border-top: 1px solid var(--line); font-size: 12px; color: var(--dim); } footer p { max-width: none; }
@media screen and (max-width: 900px) { .two { grid-template-columns: 1fr; } }
@media screen and (max-width: 640px) { body { padding: 24px 16px; } .verdict { display: block; } .verdict .word { max-width: none; } }
${printStyle}`;
