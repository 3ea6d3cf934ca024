import { existsSync } from 'node:fs'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import { platformFolders, rooms } from './tools/house.ts'

const surroundings = Object.keys({ ...globals.browser, ...globals.node, ...globals.worker }).filter(
  (name) => !(name in globals.es2025),
)

/** The programs of the peers of a bench can be read only where their own packages are installed. */
const peers = 'tools/bench/peers'
const unreadable = existsSync(new URL(`${peers}/node_modules`, import.meta.url)) ? [] : [`${peers}/**`]

/** The arrows of one package as a rule: of this project it imports what its room names, and no file of another package. */
const arrows = ([name, room]) => {
  const allowed = room.imports.map((entry) => entry.replace('@latchkey/', '')).join('|')
  const patterns = [
    {
      regex: allowed === '' ? '^@latchkey/' : `^@latchkey/(?!(${allowed})$)`,
      message: `${name} may import of the house: ${room.imports.join(', ') || 'nothing'} (tools/house.ts).`,
    },
    { regex: '^(\\.\\./)+(packages|apps|src|tools|test)(/|$)', message: 'Import another package by its name.' },
  ]
  if (room.ground === 'language' || room.ground === 'browser') {
    patterns.push({ regex: '^node:', message: `${name} runs where there is no Node.` })
  }
  if (room.react !== true) patterns.push({ regex: '^react(-dom)?(/|$)', message: `${name} knows no UI framework.` })
  return { files: [`packages/${name}/src/**/*.{ts,tsx}`], rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

const unwanted = [
  { selector: 'ExportAllDeclaration', message: 'Export by name.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword', message: 'Validate instead of casting twice.' },
  { selector: '[accessibility="private"]', message: 'Use #private.' },
  { selector: 'TSEnumDeclaration', message: 'Use a const object: types must be erasable.' },
]

const bareRooms = Object.entries(rooms).filter(([, room]) => room.ground === 'language')

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.latchkey/**',
      '.turbo/**',
      'coverage/**',
      '**/test/versions/*.js',
      ...unreadable,
    ],
  },
  // A rule is kept or changed for all: no line switches one off.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 1000, 'ts-expect-error': true }],
      // Implementations of asynchronous contracts are `async` for their errors' sake, also where nothing is awaited.
      '@typescript-eslint/require-await': 'off',
      // Contracts are objects of functions made by factories: none of them reads `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'not implemented'], location: 'anywhere' }],
      // What was caught goes on as it was caught, whatever it is.
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.{ts,tsx}', 'apps/*/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', ...unwanted],
    },
  },
  {
    files: ['packages/*/src/**/*.{ts,tsx}'],
    ignores: ['packages/server/src/command*'],
    rules: { 'no-console': 'error' },
  },
  ...Object.entries(rooms).map(arrows),
  {
    files: bareRooms.map(([name]) => `packages/${name}/src/**/*.{ts,tsx}`),
    ignores: platformFolders.map((folder) => `${folder}/**`),
    rules: {
      'no-restricted-globals': [
        'error',
        {
          globals: surroundings.map((name) => ({
            name,
            message: 'This package runs in a bare realm: ask the platform it is given.',
          })),
          checkGlobalObject: true,
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Ask the clock of the platform.' },
        { object: 'Math', property: 'random', message: 'Ask the randomness of the platform.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Ask the clock of the platform.',
        },
        ...unwanted,
      ],
    },
  },
  { files: ['packages/ui-react/**/*.{ts,tsx}', 'apps/*/**/*.tsx'], ...reactHooks.configs.flat['recommended-latest'] },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
)
