import type { Target } from './words.ts';

/** Something that the store, or a part around it, could do wrong, and that only a killed program shows. */
export interface Break {
  readonly what: string;
  /** What the program is killed in to see it. The rest of the load goes on beside. */
  readonly in: readonly [Target, ...Target[]];
  /** Texts that stand once in their file, and what comes in their place. */
  readonly edits: readonly (readonly [file: string, text: string, instead: string])[];
}

/** Each is to be noticed by the crash harness: test/integration/crash-breaks.test.ts. */
export const BREAKS: readonly Break[] = [
  {
    what: 'an import is acknowledged before it is written',
    in: ['import'],
    edits: [
      [
        'electron/workspaces/open/case-work.ts',
        'const result = await bulk.run((breathe) => store.cases.add(cases, clock.now(), breathe));',
        `const result = { added: [], lines: [] };
         void bulk.run((breathe) => breathe().then(() => store.cases.add(cases, clock.now(), breathe)));`,
      ],
    ],
  },
  {
    what: 'an edit is acknowledged before it is written',
    in: ['edit'],
    edits: [
      [
        'electron/workspaces/open/case-work.ts',
        'const edits = store.cases.change(caseId, change, clock.now(), next);',
        'const edits = [] as number[]; clock.after(30, () => store.cases.change(caseId, change, clock.now(), next));',
      ],
    ],
  },
  {
    what: 'an edit and its history are two transactions',
    in: ['edit'],
    edits: [
      [
        'electron/store/cases/cases.ts',
        'connection.write(() => change(id, edit, now, nextCheckAt, null))',
        'change(id, edit, now, nextCheckAt, null)',
      ],
    ],
  },
  {
    what: "an answer's rows are written without a transaction",
    in: ['ask'],
    edits: [
      [
        'electron/store/answers/answers.ts',
        'connection.writeSoon(() => {\n        const check = openCheck.get',
        '[0].forEach(() => {\n        const check = openCheck.get',
      ],
    ],
  },
  {
    what: 'some answers have no line in the ledger',
    in: ['ask'],
    edits: [
      ['electron/store/answers/answers.ts', 'ledger.append({ caseId', 'if (checkId % 20 !== 0) ledger.append({ caseId'],
    ],
  },
  {
    what: 'a change is announced before that is noted',
    in: ['ask'],
    edits: [
      [
        'electron/store/answers/outbox.ts',
        'announce.run({ ids: JSON.stringify(ids), now });',
        'queueMicrotask(() => setTimeout(() => announce.run({ ids: JSON.stringify(ids), now }), 40));',
      ],
    ],
  },
  {
    what: 'a call is counted after it was made',
    in: ['ask'],
    edits: [
      [
        'electron/store/pulls/budget.ts',
        'take.run({ key, day, used: 1 });',
        'setTimeout(() => take.run({ key, day, used: 1 }), 60);',
      ],
    ],
  },
  {
    what: 'the cases are taken for grouped before they are',
    in: ['filing'],
    edits: [
      [
        'electron/store/answers/regroup.ts',
        'const ids = await misplaced(breathe);',
        'meta.set(KEY, wanted);\n      const ids = await misplaced(breathe);',
      ],
    ],
  },
  {
    what: 'a purge is over before the cases are gone',
    in: ['purge'],
    edits: [
      [
        'electron/store/cases/purge.ts',
        'async function finishPurge(id: number, now: Instant, breathe: Breathe): Promise<void> {',
        'async function finishPurge(id: number, now: Instant, breathe: Breathe): Promise<void> {\n    finish.run({ id, now });',
      ],
    ],
  },
  {
    what: 'a migration has no transaction',
    in: ['opening'],
    edits: [['electron/store/schema/migrations.ts', 'connection.write(() => {', '[0].forEach(() => {']],
  },
  {
    what: 'a backup has its name before it is whole',
    in: ['backup'],
    edits: [
      [
        'electron/store/copies/snapshot.ts',
        'const draft = draftOf(order.into, id);\n  try {',
        'const draft = join(order.into, id);\n  try {',
      ],
      [
        'electron/store/copies/snapshot.ts',
        `'The backup is not where it was put.' }) : ok(made);
  } catch (error) {
    return problemOf(error);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }`,
        `'The backup is not where it was put.' }) : ok(made);
  } catch (error) {
    return problemOf(error);
  }`,
      ],
    ],
  },
  {
    what: 'a restore swaps before it has saved what there was',
    in: ['restore', 'undo a restore'],
    edits: [
      [
        'electron/workspaces/backups/restores.ts',
        "const saved = await keeperOf(workspace).make('before_restore');",
        "swapIn(path, null);\n        const saved = await keeperOf(workspace).make('before_restore');",
      ],
      [
        'electron/workspaces/backups/restores.ts',
        "swapIn(path, keepIn);\n        log.info('restored'",
        "log.info('restored'",
      ],
    ],
  },
  {
    what: 'a restore forgets the log of a database that is still open',
    in: ['restore', 'undo a restore'],
    edits: [
      ['electron/workspaces/backups/while-closed.ts', 'await door.close();\n        const worked', 'const worked'],
      [
        'electron/store/copies/swap.ts',
        'for (const [index, file] of filesOf(path).entries()) {',
        "for (const [index, file] of filesOf(path).filter((name) => !name.endsWith('-wal')).entries()) {",
      ],
    ],
  },
  {
    what: 'a key change does not note that it is under way',
    in: ['key change'],
    edits: [['electron/workspaces/keys/key-change.ts', 'files.change(id, { keyChanging: true });', '']],
  },
  {
    what: 'a new code is acknowledged before its slot is written',
    in: ['new code'],
    edits: [
      [
        'electron/workspaces/keys/keys.ts',
        `const written = writeSlot(slotPath(found.folder), await vault.sealSlot(sealing));
        if (!written.ok) return written;`,
        'void vault.sealSlot(sealing).then((slot) => writeSlot(slotPath(found.folder), slot));',
      ],
    ],
  },
  {
    what: 'a move points to the new folder before anything is in it',
    in: ['move'],
    edits: [
      [
        'electron/workspaces/place/move.ts',
        'files.change(id, { leftovers: [...without(file.get().leftovers, target), target] });',
        'files.change(id, { movedTo: into, leftovers: [...without(file.get().leftovers, target), target] });',
      ],
    ],
  },
  {
    what: 'a bundle has its name before it is whole',
    in: ['export'],
    edits: [
      ['electron/store/copies/bundle-file.ts', 'const draft = draftOf(target);', 'const draft = target;'],
      [
        'electron/store/copies/bundle-file.ts',
        `return ok({ bytes: statSync(target).size });
  } catch (error) {
    return problemOf(error);
  } finally {
    rmSync(draft, { force: true });
  }`,
        `return ok({ bytes: statSync(target).size });
  } catch (error) {
    return problemOf(error);
  }`,
      ],
    ],
  },
  {
    what: 'a merge is written where it is to be, and not in one transaction',
    in: ['merge'],
    edits: [
      ['electron/store/merge/merge.ts', 'const draft = `${nextPath(order.path)}.draft`;', 'const draft = order.path;'],
      ['electron/store/merge/merge.ts', 'removeDatabase(nextPath(order.path));\n    removeDatabase(draft);', ''],
      ['electron/store/merge/merge.ts', 'source.copyTo(draft);', ''],
      [
        'electron/store/merge/merge.ts',
        'connection.write(() => mergeAttached(connection, order.origin, order.at, step))',
        'mergeAttached(connection, order.origin, order.at, step)',
      ],
      ['electron/store/merge/merge.ts', 'publish(draft, nextPath(order.path));\n    kept = true;', ''],
      ['electron/store/merge/merge.ts', 'removeDatabase(draft);\n    if (!kept)', 'if (!kept)'],
      ['electron/workspaces/backups/bundle-merge.ts', 'if (!isNothingNew(merged.value)) swapIn(path, null);', ''],
    ],
  },
];
