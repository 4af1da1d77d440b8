import { parseArgs } from 'node:util';
import { instant, MINUTE } from '../../shared/clock.ts';
import { systemClock } from '../clock.ts';
import { startSimulator } from './simulator.ts';

const USAGE = `Usage: npm run simulator -- [--port N] [--any] [--pace MINUTES] [--since TIME]

  --port N         listen on this port of 127.0.0.1 (default: any free one)
  --any            answer every well-formed receipt number, not the staging receipts alone
  --pace MINUTES   let every case take one step in this time (default: 5; 0: none moves)
  --since TIME     when the cases began to move, as 2026-11-21T12:00:00Z (default: now); the same time gives the
                   same stories again
`;

/** Runs the stand-in for USCIS alone, until Ctrl-C. */
async function main(): Promise<number> {
  let port: number, minutes: number, epoch: number, anyReceipt: boolean;
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        pace: { type: 'string', default: '5' },
        since: { type: 'string' },
        any: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    [port, minutes, anyReceipt] = [Number(values.port), Number(values.pace), values.any];
    epoch = values.since === undefined ? systemClock.now() : Date.parse(values.since);
    if (values.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535');
    if (!Number.isFinite(minutes) || minutes < 0) throw new Error('--pace takes a number of minutes');
    if (Number.isNaN(epoch)) throw new Error('--since takes a time, as 2026-11-21T12:00:00Z');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }

  const life = minutes === 0 ? null : { epoch: instant(epoch), pace: minutes * MINUTE };
  let simulator;
  try {
    simulator = await startSimulator({ clock: systemClock, port, anyReceipt, life });
  } catch (error) {
    process.stderr.write(`The simulator cannot listen: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  process.stdout.write(`Caseharbor's simulator of the USCIS gateway. Synthetic data only; not USCIS.

  token URL      ${simulator.tokenUrl}
  API base       ${simulator.apiBase}
  client ID      ${simulator.credentials.clientId}
  client secret  ${simulator.credentials.clientSecret}

To try it: in Caseharbor make a sandbox workspace, put in these two addresses and the two credentials, test the
connection, and add a staging receipt such as EAC9999103403. ${life === null ? 'No case moves.' : `Every case takes a step in each ${minutes} minutes\n(go on with the same stories another time: --since ${new Date(epoch).toISOString()}).`}
Ctrl-C ends it.
`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await simulator.stop();
  return 0;
}

process.exitCode = await main();
