import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// Who may import whom. A folder's name says where its code runs, so a wrong import is a bug of the house.
const allowed = {
  contract: [],
  'engine/canonical': ['contract'],
  'engine/tree': ['contract', 'engine/canonical'],
  'engine/plan': ['contract', 'engine/canonical', 'engine/tree', 'engine/snapshot'],
  'engine/snapshot': ['contract', 'engine/canonical', 'engine/tree'],
  'engine/reconcile': [
    'contract',
    'engine/canonical',
    'engine/tree',
    'engine/plan',
    'engine/snapshot',
    'engine/evidence',
  ],
  'engine/evidence': ['contract', 'engine/canonical', 'engine/tree', 'engine/plan'],
  'engine/sample': ['contract', 'engine/snapshot'],
  workers: ['contract', 'engine'],
  cli: ['contract', 'engine', 'workers'],
};
const rooms = [
  'contract',
  'engine/canonical',
  'engine/tree',
  'engine/plan',
  'engine/snapshot',
  'engine/reconcile',
  'engine/evidence',
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
    files: [`${folder}/**/*.ts`],
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

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'artefacts', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // typed arrays and checked indexes
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: false }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'Import statically: directions are checked on static imports.' },
      ],
      eqeqeq: 'error',
    },
  },
  ...directions,
  pure,
  {
    files: ['**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', URL: 'readonly' },
      parserOptions: { projectService: false },
    },
  },
);
