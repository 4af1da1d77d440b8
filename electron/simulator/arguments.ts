import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { instant, MINUTE, type Instant, type Milliseconds } from '../../shared/clock.ts';
import { ENVIRONMENT_DEFAULTS } from '../../shared/service/environment.ts';
import type { Hours } from '../../shared/service/hours.ts';
import type { Unknowns } from './case-endpoint.ts';
import { readFaultScript, type FaultScript } from './fault-script.ts';

export const USAGE = `Usage: npm run simulator -- [--port N] [--any] [--pace MINUTES] [--since TIME] [--hours always|eastern|est]
                            [--unknown 404|empty] [--unknown-prefix 404|422] [--quota pace|named] [--script FILE]

  --port N              listen on this port of 127.0.0.1 (default: any free one)
  --any                 answer every well-formed receipt number, not the staging receipts alone
  --pace MINUTES        let every case take one step in this time (default: 5; 0: none moves)
  --since TIME          when the cases began to move, as 2026-11-21T12:00:00Z (default: now); the same time gives the
                        same stories again
  --hours WHICH         always (the default), eastern (Mon-Fri 7:00-20:00 in New York) or est (the same all year at UTC-5)
  --unknown HOW         what a number that is not known gets: 404 (the default) or empty (200 with nothing in it)
  --unknown-prefix HOW  what a number with an unknown prefix gets: 404 (the default, as any other) or 422
  --quota HOW           what a spent day gets: pace (429 as for a pace that is too fast, the default) or named (429 in the
                        gateway's words for a quota)
  --script FILE         faults over time (docs/simulator.md)
`;

/** What the simulator was asked to be. */
export interface Orders {
  readonly port: number;
  readonly anyReceipt: boolean;
  readonly epoch: Instant;
  /** 0: no case moves. */
  readonly pace: Milliseconds;
  readonly hours: Hours | null;
  readonly unknowns: Unknowns;
  readonly script: FaultScript | null;
}

/**
 * The sandbox's hours, whose `EST` can be read in two ways: as the clock on the wall in New York, or as five hours behind
 * UTC the whole year.
 */
function hoursOf(which: string): Hours | null {
  const { hours } = ENVIRONMENT_DEFAULTS.sandbox;
  if (which === 'always') return null;
  if (which === 'eastern') return hours;
  if (which === 'est') return hours === null ? null : { ...hours, zone: 'Etc/GMT+5' };
  throw new Error('--hours takes always, eastern or est');
}

function choice<Value>(option: string, given: string, values: Readonly<Record<string, Value>>): Value {
  const value = values[given];
  if (value === undefined) throw new Error(`--${option} takes ${Object.keys(values).join(' or ')}`);
  return value;
}

function scriptIn(file: string): FaultScript {
  const reading = readFaultScript(readFileSync(file, 'utf8'));
  if ('mistake' in reading) throw new Error(`${file} is no script of faults:\n${reading.mistake}`);
  return reading.script;
}

/** Reads the command line; null: somebody wants to know how. Throws an error whose message is for whoever typed it. */
export function readOrders(args: readonly string[], now: Instant): Orders | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '0' },
      pace: { type: 'string', default: '5' },
      since: { type: 'string' },
      any: { type: 'boolean', default: false },
      hours: { type: 'string', default: 'always' },
      unknown: { type: 'string', default: '404' },
      'unknown-prefix': { type: 'string', default: '404' },
      quota: { type: 'string', default: 'pace' },
      script: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const [port, minutes] = [Number(values.port), Number(values.pace)];
  const epoch = values.since === undefined ? now : Date.parse(values.since);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535');
  if (!Number.isFinite(minutes) || minutes < 0) throw new Error('--pace takes a number of minutes');
  if (Number.isNaN(epoch)) throw new Error('--since takes a time, as 2026-11-21T12:00:00Z');
  return {
    port,
    anyReceipt: values.any,
    epoch: instant(epoch),
    pace: minutes * MINUTE,
    hours: hoursOf(values.hours),
    unknowns: {
      receipt: choice('unknown', values.unknown, { '404': 'not_found', empty: 'empty' } as const),
      prefix: choice('unknown-prefix', values['unknown-prefix'], { '404': 'not_found', '422': 'malformed' } as const),
      quota: choice('quota', values.quota, { pace: 'as_pace', named: 'named' } as const),
    },
    script: values.script === undefined ? null : scriptIn(values.script),
  };
}
