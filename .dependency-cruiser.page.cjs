/** What the page carries with it, checked on every run: here an import of types alone is none. */
const { options } = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [
    {
      name: 'page-without-schemas',
      comment:
        'A value from a file with schemas brings zod into the page: 144 kB, and a probe of eval that breaks its policy. ' +
        'What both sides use lies in shared/contract/page-lists.ts and its like.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: 'node_modules/zod/', reachable: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
};
