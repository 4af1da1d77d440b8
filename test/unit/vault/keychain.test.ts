import { beforeEach, describe, expect, it } from 'vitest';
import { createKeychain, type Keychain } from '../../../electron/vault/keychain.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeKeychainChild } from './fake-keychain-child.ts';

let clock: FakeClock;
let children: FakeKeychainChild[];
let keychain: Keychain;

const child = (nth = 0): FakeKeychainChild => {
  const found = children[nth];
  if (found === undefined) throw new Error(`No process ${nth} was started.`);
  return found;
};

beforeEach(() => {
  clock = new FakeClock('2026-11-03T09:00:00Z');
  children = [];
  keychain = createKeychain({
    clock,
    spawn: () => {
      const fresh = new FakeKeychainChild();
      children.push(fresh);
      return fresh;
    },
  });
});

describe('the keychain process', () => {
  it('is started by the first call and serves the next ones', async () => {
    expect(children).toHaveLength(0);
    const first = keychain.get('S', 'a');
    child().answer(0, { ok: true, value: 'one' });
    expect(await first).toEqual({ ok: true, value: 'one' });
    const second = keychain.set('S', 'a', 'two');
    child().answer(1, { ok: true, value: null });
    expect(await second).toEqual({ ok: true, value: null });
    const third = keychain.remove('S', 'a');
    child().answer(2, { ok: true, value: true });
    expect(await third).toEqual({ ok: true, value: true });
    expect(children).toHaveLength(1);
    expect(child().asked).toEqual([
      { id: 1, op: 'get', service: 'S', account: 'a' },
      { id: 2, op: 'set', service: 'S', account: 'a', secret: 'two' },
      { id: 3, op: 'delete', service: 'S', account: 'a' },
    ]);
  });

  it('matches answers to calls by id, in whatever order they come', async () => {
    const calls = [keychain.get('S', 'a'), keychain.get('S', 'b'), keychain.get('S', 'c')];
    child().answer(2, { ok: true, value: 'of c' });
    child().answer(0, { ok: true, value: 'of a' });
    child().answer(1, { ok: true, value: null });
    expect(await Promise.all(calls)).toEqual([
      { ok: true, value: 'of a' },
      { ok: true, value: null },
      { ok: true, value: 'of c' },
    ]);
    expect(children).toHaveLength(1);
  });

  it('is let go after half a minute with nothing to do, and started again when needed', async () => {
    const first = keychain.get('S', 'a');
    child().answer(0, { ok: true, value: null });
    await first;
    await clock.advance(29_999);
    expect(child().killed).toBe(0);
    await clock.advance(1);
    expect(child().killed).toBe(1);
    expect(clock.waiting).toBe(0);
    const second = keychain.get('S', 'a');
    child(1).answer(0, { ok: true, value: 'back' });
    expect(await second).toEqual({ ok: true, value: 'back' });
  });

  it('is kept while a call waits, however long it was idle before', async () => {
    const first = keychain.get('S', 'a');
    child().answer(0, { ok: true, value: null });
    await first;
    await clock.advance(29_000);
    const second = keychain.get('S', 'a');
    await clock.advance(5_000);
    child().answer(1, { ok: true, value: 'slow' });
    expect(await second).toEqual({ ok: true, value: 'slow' });
    expect(child().killed).toBe(0);
  });

  it('ends at once when closed, and leaves no timer', async () => {
    const waiting = keychain.get('S', 'a');
    keychain.close();
    expect(await waiting).toEqual({
      ok: false,
      problem: { kind: 'keychain_missing', detail: 'the keychain was closed' },
    });
    expect(child().killed).toBe(1);
    expect(clock.waiting).toBe(0);
    keychain.close();
    expect(child().killed).toBe(1);
  });
});

describe('the deadline', () => {
  it('kills a hung process and says so', async () => {
    const hung = keychain.get('S', 'a');
    await clock.advance(9_999);
    expect(child().killed).toBe(0);
    await clock.advance(1);
    expect(await hung).toEqual({
      ok: false,
      problem: { kind: 'keychain_timeout', detail: 'no answer within 10000 ms' },
    });
    expect(child().killed).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  it('ends the calls beside it too, and the next call gets a fresh process', async () => {
    const hung = keychain.get('S', 'a');
    await clock.advance(4_000);
    const beside = keychain.set('S', 'b', 'secret');
    await clock.advance(6_000);
    for (const result of await Promise.all([hung, beside]))
      expect(result).toMatchObject({ ok: false, problem: { kind: 'keychain_timeout' } });
    const next = keychain.get('S', 'a');
    child(1).answer(0, { ok: true, value: 'fresh' });
    expect(await next).toEqual({ ok: true, value: 'fresh' });
  });

  it('ignores an answer that comes after it, also while another call waits', async () => {
    const hung = keychain.get('S', 'a');
    await clock.advance(10_000);
    const next = keychain.get('S', 'b');
    child(0).answer(0, { ok: true, value: 'too late' });
    child(0).crash('SIGKILL');
    child(1).say({ id: 1, ok: true, value: 'still too late' });
    child(1).answer(0, { ok: true, value: 'right' });
    expect(await hung).toMatchObject({ ok: false, problem: { kind: 'keychain_timeout' } });
    expect(await next).toEqual({ ok: true, value: 'right' });
    expect(child(1).killed).toBe(0);
  });

  it('does not fire after an answer', async () => {
    const call = keychain.get('S', 'a');
    child().answer(0, { ok: true, value: 'quick' });
    await call;
    await clock.advance(15_000);
    expect(child().killed).toBe(0);
  });
});

describe('a process that fails', () => {
  it('is a missing keychain when it crashes, and is started again by the next call', async () => {
    const calls = [keychain.get('S', 'a'), keychain.remove('S', 'b')];
    child().crash('SIGSEGV');
    for (const result of await Promise.all(calls))
      expect(result).toEqual({
        ok: false,
        problem: { kind: 'keychain_missing', detail: 'the keychain process ended on its own (SIGSEGV)' },
      });
    const next = keychain.get('S', 'a');
    child(1).answer(0, { ok: true, value: 'alive' });
    expect(await next).toEqual({ ok: true, value: 'alive' });
  });

  it('hands its problem through', async () => {
    const call = keychain.set('S', 'a', 'secret');
    child().answer(0, { ok: false, problem: { kind: 'keychain_locked', detail: 'closed' } });
    expect(await call).toEqual({ ok: false, problem: { kind: 'keychain_locked', detail: 'closed' } });
  });

  it('is not trusted when it answers nonsense', async () => {
    const call = keychain.get('S', 'a');
    child().say({ id: 1, ok: 'yes', value: 'the secret' });
    expect(await call).toEqual({
      ok: false,
      problem: { kind: 'keychain_missing', detail: 'the keychain process answered something unreadable' },
    });
    expect(child().killed).toBe(1);
  });

  it('is not trusted when it answers the wrong kind of value', async () => {
    const call = keychain.get('S', 'a');
    child().answer(0, { ok: true, value: true });
    expect(await call).toMatchObject({ ok: false, problem: { kind: 'keychain_missing' } });
  });
});
