import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { CasePage } from '../../shared/contract/cases.ts';
import { quantile, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { call, fillWithRows, makeWorkspaces, startApplication, type Database } from './profile.ts';
import type { Page } from './devtools.ts';
import { executable, root, sqliteBinding } from './runtime.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

const SIZES = [1000, 10_000, 100_000] as const;
const LIMIT = 100;
/** Calls for each view in a round; rounds of both sides and all sizes take turns. */
const TIMES = 20;

/** What the process on the other side is told first. */
export interface DirectOrders {
  readonly path: string;
  readonly keyHex: string;
  readonly nativeBinding: string | null;
}

export interface Round {
  readonly pages: readonly CasePage[];
  readonly times: number;
}

/** Milliseconds of each call. */
export interface DirectReport {
  readonly page: readonly number[];
  readonly count: readonly number[];
}

/** Views that an office has open all day: sorted and filtered, a hundred rows each, wherever it scrolled. */
const VIEWS: readonly CasePage[] = [
  {
    filter: { ...WATCHED_CASES, stage: 'pending' },
    sort: { by: 'client', descending: false },
    offset: 0,
    limit: LIMIT,
  },
  { filter: { ...WATCHED_CASES, only: 'pinned' }, sort: { by: 'saidOn', descending: true }, offset: 300, limit: LIMIT },
  {
    filter: { ...WATCHED_CASES, stage: 'pending' },
    sort: { by: 'askedAt', descending: true },
    offset: 500,
    limit: LIMIT,
  },
];

/** The calls as the page makes them, one after the other. */
const inPage = (workspace: string, { pages, times }: Round): string => `(async () => {
  const samples = { page: [], count: [] };
  const call = async (into, name, request) => {
    const start = performance.now();
    const answer = await caseharbor.call(name, ${JSON.stringify(workspace)}, request);
    into.push(performance.now() - start);
    if (!answer.ok || (answer.value.rows !== undefined && answer.value.rows.length !== request.limit)) throw new Error(name);
  };
  for (let done = 0; done < ${times}; done += 1) {
    for (const request of ${JSON.stringify(pages)}) {
      await call(samples.page, 'cases.page', request);
      await call(samples.count, 'cases.count', { filter: request.filter });
    }
  }
  return samples;
})()`;

/** Bundles the direct side for the runtime's own Node, which knows no TypeScript. */
async function bundleDirect(): Promise<string> {
  const outDir = join(root, 'test-results', 'bench');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'direct.ts'),
      outDir,
      emptyOutDir: true,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'direct.mjs' } },
    },
  });
  return join(outDir, 'direct.mjs');
}

async function startDirect(script: string, { path, keyHex }: Database): Promise<ChildProcess> {
  const child = fork(script, { execPath: executable(), env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
  child.send({ path, keyHex, nativeBinding: sqliteBinding() ?? null } satisfies DirectOrders);
  await once(child, 'message');
  return child;
}

async function askDirect(child: ChildProcess, orders: Round): Promise<DirectReport> {
  child.send(orders);
  const [report] = (await once(child, 'message')) as [DirectReport];
  return report;
}

class Samples {
  readonly page: number[] = [];
  readonly count: number[] = [];

  add({ page, count }: DirectReport): void {
    this.page.push(...page);
    this.count.push(...count);
  }
}

async function turn(
  page: Page,
  child: ChildProcess,
  workspace: string,
  times: number,
): Promise<[DirectReport, DirectReport]> {
  const orders = { pages: VIEWS, times };
  return [await page.evaluate<DirectReport>(inPage(workspace, orders)), await askDirect(child, orders)];
}

/** A page of a list over IPC against the same statements run directly, in small, middle and large workspaces. */
export async function measurePages(folder: string, rounds: number): Promise<Figure[]> {
  const profile = join(folder, 'page profile');
  mkdirSync(profile);
  const databases = await makeWorkspaces(
    profile,
    SIZES.map((size) => `Bench ${size}`),
  );
  for (const [index, database] of databases.entries()) fillWithRows(database, SIZES[index] ?? 0);
  const script = await bundleDirect();
  const sides = await Promise.all(
    databases.map(async (database) => ({
      workspace: database.workspace,
      direct: await startDirect(script, database),
      ipc: new Samples(),
      plain: new Samples(),
    })),
  );
  const program = await startApplication(profile);
  try {
    for (let done = 0; done < rounds; done += 1) {
      for (const { workspace, direct, ipc, plain } of sides) {
        await call(program.page, 'workspaces.open', null, { id: workspace });
        // Statements are compiled, and pages of the file read, at the first call.
        await turn(program.page, direct, workspace, 2);
        const [byIpc, directly] = await turn(program.page, direct, workspace, TIMES);
        ipc.add(byIpc);
        plain.add(directly);
      }
    }
  } finally {
    for (const { direct } of sides) direct.kill();
    await program.quit();
  }
  const p95 = (samples: readonly number[]): number => quantile(samples, 0.95);
  const figures = sides.map(({ ipc, plain }, index): Figure => {
    return {
      name: 'a sorted, filtered page over IPC, over the statement run directly, at p95',
      size: `${LIMIT} rows of ${SIZES[index] ?? 0} cases`,
      ratio: round(p95(ipc.page) / p95(plain.page)),
      aim: 3,
      load: load(),
      parts: {
        ipcP95Ms: round(p95(ipc.page)),
        directP95Ms: round(p95(plain.page)),
        ipcMedianMs: round(quantile(ipc.page, 0.5)),
        directMedianMs: round(quantile(plain.page, 0.5)),
        countIpcP95Ms: round(p95(ipc.count)),
        countDirectP95Ms: round(p95(plain.count)),
        countDirectMedianMs: round(quantile(plain.count, 0.5)),
        calls: ipc.page.length,
      },
    };
  });
  const growth = (what: 'ipc' | 'plain'): number =>
    p95(sides.at(-1)?.[what].page ?? []) / p95(sides[0]?.[what].page ?? []);
  return [
    ...figures,
    {
      name: 'the same page as the table grows, at p95',
      size: `${SIZES.at(-1) ?? 0} cases over ${SIZES[0]}`,
      ratio: round(growth('ipc')),
      aim: 1.5,
      load: load(),
      parts: { direct: round(growth('plain')) },
    },
  ];
}
