/** The walls of docs/architecture.md, checked on every run. */
const only = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    only('no-cycles', 'Nothing turns back.', {}, { circular: true }),
    only(
      'resolvable',
      'Every import is found.',
      {},
      { couldNotResolve: true, pathNot: '^(electron|vite|vitest/config)$' },
    ),
    only(
      'shared-is-pure',
      'shared imports itself, zod and Temporal only.',
      { path: '^shared/' },
      { pathNot: '^shared/|node_modules/(zod|temporal-polyfill)/' },
    ),
    only(
      'renderer-reads-shared',
      'The page has no authority.',
      { path: '^renderer/' },
      { path: '^(electron|test|build)/' },
    ),
    only(
      'electron-never-renders',
      'The main process never imports the page.',
      { path: '^electron/' },
      { path: '^(renderer|test|build)/' },
    ),
    only(
      'electron-in-its-rooms',
      'Everything else runs in plain Node.',
      {
        path: '^electron/',
        pathNot: '^electron/(desktop/|main\\.ts|start\\.ts|preload\\.ts|ipc/router\\.ts|vault/|store/)',
      },
      { path: '(^|/)node_modules/electron/|^electron$' },
    ),
    only(
      'sql-in-store',
      'The database is opened in store/ alone.',
      { path: '^electron/', pathNot: '^electron/store/' },
      { path: 'node_modules/better-sqlite3' },
    ),
    only(
      'keytar-in-vault',
      'The keychain is reached in vault/ alone.',
      { path: '^electron/', pathNot: '^electron/vault/' },
      { path: 'node_modules/keytar' },
    ),
    ...['uscis', 'store', 'vault', 'pulls', 'simulator', 'documents'].map((part) =>
      only(
        `${part}-stands-alone`,
        "Parts meet in workspaces/ and start.ts, and for what the store's thread writes in store/work.ts.",
        { path: `^electron/${part}/`, pathNot: '^electron/store/work\\.ts' },
        { path: '^electron/', pathNot: `^electron/(${part}/|clock\\.ts|random\\.ts|sync\\.ts)` },
      ),
    ),
    only(
      'ipc-calls-parts',
      'Handlers reach parts through what they are handed.',
      { path: '^electron/ipc/' },
      { path: '^electron/(uscis|vault|store|pulls|simulator|documents|desktop)/', dependencyTypesNot: ['type-only'] },
    ),
    only(
      'work-writes-documents',
      "What the store's thread is told to do may be to write a document.",
      { path: '^electron/store/work\\.ts' },
      { path: '^electron/', pathNot: '^electron/(store|documents)/' },
    ),
    only('entries-are-ends', 'Nothing imports an entry.', {}, { path: '^electron/(main|preload)\\.ts' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'electron/tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    exoticRequireStrings: [],
  },
};
