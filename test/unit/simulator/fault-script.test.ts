import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readOrders } from '../../../electron/simulator/arguments.ts';
import { createFaults } from '../../../electron/simulator/faults.ts';
import { readFaultScript, type FaultScript } from '../../../electron/simulator/fault-script.ts';
import { instant, MINUTE } from '../../../shared/clock.ts';
import { seededRandom } from '../../../shared/random.ts';
import { isOpen } from '../../../shared/service/hours.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function script(text: object): FaultScript {
  const reading = readFaultScript(JSON.stringify(text));
  if ('mistake' in reading) throw new Error(reading.mistake);
  return reading.script;
}

/** What so many calls for cases meet. */
function met(faults: ReturnType<typeof createFaults>, calls: number, receipt = 'ZZZ9000000001'): (string | null)[] {
  return Array.from({ length: calls }, () => faults.take('case', receipt)?.kind ?? null);
}

function following(text: object) {
  const clock = new FakeClock('2026-11-18T15:00:00Z');
  const faults = createFaults(clock, seededRandom(1));
  faults.follow(script(text));
  return { clock, faults };
}

const BAD_DAY = {
  seed: 4,
  faults: [
    { from: 3, until: 10, share: 0.2, fault: { kind: 'reset' } },
    { from: 5, until: 6, at: 'token', fault: { kind: 'key_rotated' } },
  ],
};

describe('a script of faults', () => {
  it('"from minute 3, 20 % of calls reset", and not before nor after', async () => {
    const { clock, faults } = following(BAD_DAY);
    await clock.advance(3 * MINUTE - 1);
    expect(new Set(met(faults, 200))).toEqual(new Set([null]));
    await clock.advance(1);
    const struck = met(faults, 2000).filter((kind) => kind === 'reset').length;
    expect(struck).toBeGreaterThan(340);
    expect(struck).toBeLessThan(460);
    await clock.advance(7 * MINUTE);
    expect(new Set(met(faults, 200))).toEqual(new Set([null]));
  });

  it('strikes where it says', async () => {
    const { clock, faults } = following(BAD_DAY);
    await clock.advance(5 * MINUTE);
    expect(faults.take('token')?.kind).toBe('key_rotated');
    expect(met(faults, 50)).not.toContain('key_rotated');
  });

  it('is the same again with the same seed, and another with another', async () => {
    const run = async (text: object): Promise<unknown> => {
      const { clock, faults } = following(text);
      await clock.advance(4 * MINUTE);
      return met(faults, 100);
    };
    expect(await run(BAD_DAY)).toEqual(await run(BAD_DAY));
    expect(await run({ ...BAD_DAY, seed: 5 })).not.toEqual(await run(BAD_DAY));
  });

  it('can strike a share of the receipts, always the same ones (June 2026: 19 of 50 for a week)', () => {
    const { faults } = following({ faults: [{ share: 0.38, of: 'receipts', fault: { kind: 'broken_json' } }] });
    const receipts = Array.from({ length: 500 }, (_nothing, index) => `ZZZ${9_000_000_000 + index}`);
    const once = receipts.map((receipt) => met(faults, 1, receipt)[0]);
    expect(receipts.map((receipt) => met(faults, 1, receipt)[0])).toEqual(once);
    const struck = once.filter((kind) => kind === 'broken_json').length;
    expect(struck).toBeGreaterThan(150);
    expect(struck).toBeLessThan(230);
  });

  it('lets the first of several strike', () => {
    const { faults } = following({ faults: [{ fault: { kind: 'hang' } }, { fault: { kind: 'reset' } }] });
    expect(met(faults, 3)).toEqual(['hang', 'hang', 'hang']);
  });

  it.each([
    ['no JSON', '{'],
    ['a fault that there is not', '{"faults":[{"fault":{"kind":"earthquake"}}]}'],
    ['a share above one', '{"faults":[{"share":2,"fault":{"kind":"reset"}}]}'],
    ['a misspelt name', '{"faults":[{"form":3,"fault":{"kind":"reset"}}]}'],
    ['nothing', '{}'],
  ])('that is %s is refused with words', (_what, text) => {
    expect(readFaultScript(text)).toMatchObject({ mistake: expect.stringMatching(/./) as string });
  });
});

describe('the command line of the simulator', () => {
  const NOW = instant(Date.parse('2026-11-18T15:00:00Z'));
  const read = (...args: string[]) => readOrders(args, NOW);

  it('takes a script from a file, and says what is wrong with one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'caseharbor script '));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')];
    writeFileSync(good, JSON.stringify(BAD_DAY));
    writeFileSync(bad, '{"faults":3}');
    expect(read('--script', good)?.script?.faults).toHaveLength(2);
    expect(() => read('--script', bad)).toThrow(/is no script of faults/);
    expect(() => read('--script', join(folder, 'none.json'))).toThrow(/none\.json/);
    expect(read()?.script).toBeNull();
  });

  it('switches what is not known of USCIS', () => {
    expect(read()?.unknowns).toEqual({ receipt: 'not_found', prefix: 'not_found', quota: 'as_pace' });
    expect(read('--unknown', 'empty', '--unknown-prefix', '422', '--quota', 'named')?.unknowns).toEqual({
      receipt: 'empty',
      prefix: 'malformed',
      quota: 'named',
    });
    expect(() => read('--unknown', 'maybe')).toThrow('--unknown takes 404 or empty');
  });

  it('reads the sandbox’s "EST" as Eastern wall-clock, or as UTC-5 the whole year', () => {
    const [eastern, fixed] = [read('--hours', 'eastern')?.hours ?? null, read('--hours', 'est')?.hours ?? null];
    const at = (time: string) => [eastern, fixed].map((hours) => isOpen(hours, instant(Date.parse(time))));
    expect(at('2026-07-15T11:30:00Z')).toEqual([true, false]);
    expect(at('2026-07-16T00:30:00Z')).toEqual([false, true]);
    expect(at('2026-11-18T12:00:00Z')).toEqual([true, true]);
    expect(at('2026-11-21T15:00:00Z')).toEqual([false, false]);
    expect(read()?.hours).toBeNull();
    expect(() => read('--hours', 'mine')).toThrow('--hours takes');
  });

  it('refuses what makes no sense', () => {
    for (const args of [['--port', 'x'], ['--pace', '-1'], ['--since', 'then'], ['--what']]) {
      expect(() => read(...args)).toThrow();
    }
    expect(read('--help')).toBeNull();
  });
});
