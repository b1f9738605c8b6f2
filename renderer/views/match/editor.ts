import { defaultKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { changed } from './changed.ts';
import type { PlanView } from './desk.svelte.ts';

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--ink-3)' },
  { tag: tags.string, color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ink)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--ink-2)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--panel)', fontSize: 'var(--t-mono)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontVariantLigatures: 'none', lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: 'var(--ground)', color: 'var(--ink-3)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent-bg) 50%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-bg)',
  },
  '.cm-specialChar': { color: 'var(--rule)', backgroundColor: 'var(--rule-bg)' },
  '.cm-tooltip': { color: 'var(--ink)', backgroundColor: 'var(--panel)', border: '1px solid var(--edge)' },
  // CodeMirror draws these two with images in the style sheet, which the CSP refuses.
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--differs)' },
  '.cm-lint-marker-error': { content: '"✕"', color: 'var(--differs)', fontSize: 'var(--t1)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--differs)' },
});

/** Characters that turn a line around or cannot be seen are shown by their code; CodeMirror's own list lacks some. */
const specials = highlightSpecialChars({
  addSpecialChars: /[\u00a0\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164]/g,
});

export interface Editor {
  readonly view: EditorView;
  /** Takes the engine's word, keeping the cursor where only other lines changed. */
  take(plan: PlanView): void;
  jump(line: number): void;
}

export interface EditorHooks {
  readonly typed: (text: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** The plan's text in a shadow root: its styles are then sheets of the page, which the CSP allows. */
export function openEditor(host: HTMLElement, text: string, hooks: EditorHooks): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  let taking = false;
  const does = (act: () => void) => () => {
    act();
    return true;
  };
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        specials,
        drawSelection(),
        highlightActiveLine(),
        EditorState.tabSize.of(2),
        yaml(),
        syntaxHighlighting(highlight),
        look,
        // One history for text and forms: the plan's own, which also outlives the window.
        keymap.of([
          { key: 'Mod-z', run: does(hooks.undo) },
          { key: 'Mod-y', mac: 'Mod-Shift-z', run: does(hooks.redo) },
          { key: 'Mod-Shift-z', run: does(hooks.redo) },
          ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': 'plan.yaml', spellcheck: 'false', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !taking) hooks.typed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    view,
    take(plan) {
      taking = true;
      const change = changed(view.state.doc.toString(), plan.text);
      if (change !== null) view.dispatch({ changes: change });
      view.dispatch(
        setDiagnostics(
          view.state,
          plan.problems.map((problem) => diagnostic(view.state.doc, problem)),
        ),
      );
      taking = false;
    },
    jump(line) {
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) });
      view.focus();
    },
  };
}

function diagnostic(doc: Text, { what, line, column, remedy }: PlanView['problems'][number]): Diagnostic {
  const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
  const from = Math.min(at.from + Math.max(0, column - 1), at.to);
  return { from, to: at.to, severity: 'error', message: remedy === '' ? what : `${what}. ${remedy}` };
}
