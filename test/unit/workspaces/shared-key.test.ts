import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../electron/simulator/gateway.ts';
import type { Fetch } from '../../../electron/uscis/fetch.ts';
import { HOUR, MINUTE } from '../../../shared/clock.ts';
import type { Activity } from '../../../shared/contract/pulls.ts';
import { ENVIRONMENT_DEFAULTS } from '../../../shared/service/environment.ts';
import { computer, sandbox, type Computer, type Program } from './computer.ts';
import { good } from '../../support/good.ts';

const PER_DAY = 20;
const LIMITS = { ...ENVIRONMENT_DEFAULTS.sandbox.limits, perDay: PER_DAY };

let host: Computer;
let program: Program;
let simulator: Gateway;
beforeEach(async () => {
  host = computer({ fetch: (url, init) => ask(url, init) });
  simulator = createGateway({ clock: host.clock, anyReceipt: true, limits: LIMITS });
  program = await host.start();
});

/** The simulated service without a wire. */
const ask: Fetch = async (url, { method, headers, body }) => {
  const path = new URL(url).pathname;
  const answer = await simulator.answer({ method, path, authorization: headers['Authorization'], body: body ?? '' });
  if (answer.kind !== 'reply') throw new Error(answer.kind);
  return new Response(answer.text, { status: answer.status, headers: answer.headers });
};

const create = async (name: string, clientId = simulator.credentials.clientId): Promise<string> => {
  const request = { ...sandbox(name), limits: LIMITS, hours: null };
  const credentials = { ...simulator.credentials, clientId };
  return good(await program.workspaces.create({ ...request, credentials })).id;
};
const activity = (): Activity => {
  const open = program.workspaces.current();
  if (open === null) throw new Error('no workspace is open');
  return open.pulls.activity();
};
/** Adds cases to the open workspace, and lets it ask until it asks no more. */
const askAll = async (from: number, count: number): Promise<void> => {
  const cases = Array.from({ length: count }, (_nothing, index) => ({
    receipt: `ZZZ${9_000_000_000 + from + index}`,
    client: '',
    label: '',
  }));
  await program.workspaces.current()?.addCases(cases);
  for (let turns = 0; turns < 400 && activity().state.kind !== 'waiting'; turns += 1) await host.clock.advance(100);
};
const asked = (): number => simulator.requests.count({ method: 'GET' });

describe('two workspaces with one key', () => {
  it('share a day’s calls, also after a restart, and begin anew together', async () => {
    await create('First');
    await askAll(0, 12);
    expect(asked()).toBe(12);
    const second = await create('Second');
    expect(activity().budget).toMatchObject({ used: 12, limit: PER_DAY });
    await askAll(100, 12);
    // A tenth is kept back for "check now".
    expect(asked()).toBe(18);
    expect(activity()).toMatchObject({ state: { reason: 'budget' }, budget: { used: 18, spent: null } });
    program = await host.start();
    good(await program.workspaces.open(second));
    await host.clock.advance(MINUTE);
    expect(asked()).toBe(18);
    expect(simulator.requests.count({ status: 429 })).toBe(0);
  });

  it('and a third with a key of its own has its own', async () => {
    await create('First');
    await askAll(0, 18);
    await create('Third', 'another-client-id');
    expect(activity().budget).toMatchObject({ used: 0 });
  });

  it('lose none of it with a damaged count: it is kept and told, and nothing is asked until the next day', async () => {
    const first = await create('First');
    await askAll(0, 5);
    await program.workspaces.close();
    writeFileSync(join(host.root, 'budget.db'), 'no database, for long enough to look like one'.repeat(100));
    program = await host.start();
    good(await program.workspaces.open(first));
    await askAll(50, 3);
    expect(program.countDamaged).toEqual([join(host.root, `budget.damaged-${host.clock.now()}.db`)]);
    expect(activity()).toMatchObject({ state: { reason: 'budget' }, budget: { spent: 'count_lost' } });
    expect(asked()).toBe(5);
    await host.clock.advance(15 * HOUR);
    for (let turns = 0; turns < 50; turns += 1) await host.clock.advance(100);
    expect(asked()).toBeGreaterThanOrEqual(8);
  });
});
