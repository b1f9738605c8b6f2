import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

// Who may import whom. A folder's name says where its code runs, so a wrong import is a bug of the house.
const allowed = {
  contract: [],
  'engine/canonical': ['contract'],
  'engine/kernel': ['contract'],
  'engine/tree': ['contract', 'engine/canonical'],
  'engine/plan': ['contract', 'engine/canonical', 'engine/tree', 'engine/snapshot'],
  'engine/snapshot': ['contract', 'engine/canonical', 'engine/tree', 'engine/kernel'],
  'engine/certificates': ['contract', 'engine/canonical', 'engine/tree', 'engine/snapshot', 'engine/evidence'],
  'engine/reconcile': [
    'contract',
    'engine/canonical',
    'engine/tree',
    'engine/plan',
    'engine/snapshot',
    'engine/kernel',
    'engine/evidence',
    'engine/certificates',
  ],
  'engine/propose': ['contract', 'engine/canonical', 'engine/tree', 'engine/plan', 'engine/snapshot'],
  'engine/evidence': ['contract', 'engine/canonical', 'engine/tree', 'engine/plan'],
  'engine/sample': ['contract', 'engine/snapshot'],
  'engine/workspace': ['contract', 'engine'],
  workers: ['contract', 'engine'],
  serve: ['contract', 'engine', 'workers'],
  cli: ['contract', 'engine', 'workers', 'serve'],
  electron: ['contract', 'engine', 'workers', 'serve'],
  renderer: ['contract'],
};
const rooms = [
  'contract',
  'engine/canonical',
  'engine/kernel',
  'engine/tree',
  'engine/plan',
  'engine/snapshot',
  'engine/certificates',
  'engine/reconcile',
  'engine/evidence',
  'engine/propose',
  'engine/sample',
  'engine/workspace',
  'workers',
  'electron',
  'serve',
  'cli',
  'renderer',
  'verify',
  'test',
];
const within = (room, list) => list.some((entry) => room === entry || room.startsWith(`${entry}/`));

const directions = Object.entries(allowed).map(([folder, may]) => {
  const forbidden = rooms.filter((room) => room !== folder && !within(room, may));
  return {
    files: [`${folder}/**/*.ts`, `${folder}/**/*.svelte`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^\\.\\.?/(\\.\\./)*(${forbidden.join('|').replaceAll('engine/', '(engine/)?')})(/|$)`,
              message: `${folder} may import ${['itself', ...may].join(', ')} alone.`,
            },
            ...(folder === 'cli' || folder.startsWith('electron')
              ? []
              : [
                  {
                    group: ['electron', 'commander'],
                    message: 'Only electron/ imports electron, only cli/ commander.',
                  },
                ]),
          ],
        },
      ],
    },
  };
});

// These judge bytes they are handed; a file, a clock or a socket in them would make the judgement depend on a machine.
const pure = {
  files: ['engine/canonical/**/*.ts', 'engine/tree/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [
              'node:fs*',
              'node:net',
              'node:http*',
              'node:worker_threads',
              'node:child_process',
              'node:os',
              '@duckdb/*',
            ],
            message: 'canonical/ and tree/ are pure: no I/O.',
          },
        ],
      },
    ],
  },
};

// What is needed late may come late, from the file's own folder alone.
const importsLate = {
  selector: String.raw`ImportExpression:not([source.value=/^\.\/[a-z-]+\.ts$/])`,
  message: 'Import statically, or from the same folder: directions are checked on static imports.',
};

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      'artefacts',
      'coverage',
      'workers/kernel',
    ] /* AssemblyScript: its compiler judges it */,
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // typed arrays and checked indexes
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: false }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': ['error', importsLate],
      eqeqeq: 'error',
    },
  },
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'no-undef': 'off', // svelte-check knows what there is, and what the events of a template are
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'svelte/no-at-html-tags': 'error',
      'no-restricted-syntax': [
        'error',
        importsLate,
        { selector: 'SvelteAttribute[key.name="style"]', message: 'CSP refuses it: a class, or a style: directive.' },
      ],
      'svelte/no-navigation-without-resolve': 'off', // there is no SvelteKit here: addresses are fragments
      'prefer-const': 'off', // the rule below knows what a rune may change
      'svelte/prefer-const': 'error',
    },
  },
  ...directions,
  pure,
  // Nothing of ours: who distrusts the program must be able to run this without it.
  {
    files: ['verify/**/*.mjs'],
    languageOptions: {
      globals: {
        crypto: 'readonly',
        document: 'readonly',
        setTimeout: 'readonly',
        TextDecoder: 'readonly',
        TextEncoder: 'readonly',
        atob: 'readonly',
        btoa: 'readonly',
      },
    },
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!node:)', message: 'verify/ needs nothing but Node.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression',
          message: 'The verifier is one file.',
        },
      ],
      // An auditor reads it: one declaration and one thing done at a time.
      'one-var': ['error', 'never'],
      'no-sequences': 'error',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', URL: 'readonly' },
      parserOptions: { projectService: false },
    },
  },
);
