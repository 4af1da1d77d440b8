import { resolve } from 'node:path';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const impure = [
  { object: 'Date', property: 'now', message: 'Time comes in as a Clock (shared/clock.ts).' },
  { object: 'Math', property: 'random', message: 'Randomness comes in as a Random (shared/random.ts).' },
];
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'performance'].map((name) => ({
  name,
  message: 'Time comes in as a Clock, fetch as a parameter (docs/architecture.md, walls).',
}));

export default tseslint.config(
  { ignores: ['out/**', 'test-results/**', 'node_modules/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['shared', 'electron', 'renderer', 'test', 'build'].map((room) => `./${room}/tsconfig.json`),
        tsconfigRootDir: resolve(import.meta.dirname, '..'),
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['electron/**/*.ts', 'shared/**/*.ts'],
    ignores: ['electron/clock.ts', 'electron/random.ts'],
    rules: {
      'no-restricted-properties': ['error', ...impure],
      'no-restricted-globals': ['error', ...timers],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in as a Clock.' },
      ],
    },
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['electron/desktop/open-external.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'electron', importNames: ['shell'], message: 'One door: desktop/open-external.ts.' }] },
      ],
    },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // It warns that the React Compiler leaves components with useVirtualizer alone. This page is built without it.
      'react-hooks/incompatible-library': 'off',
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'The page never uses the network: ask over IPC.' },
        { name: 'XMLHttpRequest', message: 'The page never uses the network: ask over IPC.' },
        { name: 'WebSocket', message: 'The page never uses the network: ask over IPC.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text from USCIS is text: use the RichText component.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'electron/simulator/main.ts'],
    rules: { 'no-console': 'off' },
  },
);
