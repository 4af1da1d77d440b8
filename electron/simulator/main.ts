import { MINUTE } from '../../shared/clock.ts';
import { systemClock } from '../clock.ts';
import { readOrders, USAGE } from './arguments.ts';
import { startSimulator } from './simulator.ts';

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs the stand-in for USCIS alone, until Ctrl-C. */
async function main(): Promise<number> {
  let orders;
  try {
    orders = readOrders(process.argv.slice(2), systemClock.now());
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n\n${USAGE}`);
    return 2;
  }
  if (orders === null) {
    process.stdout.write(USAGE);
    return 0;
  }

  const { port, anyReceipt, epoch, pace, hours, unknowns, script } = orders;
  const life = pace === 0 ? null : { epoch, pace };
  let simulator;
  try {
    simulator = await startSimulator({
      clock: systemClock,
      port,
      anyReceipt,
      life,
      hours,
      unknowns,
      ...(script === null ? {} : { script }),
    });
  } catch (error) {
    process.stderr.write(`The simulator cannot listen: ${wordsOf(error)}\n`);
    return 1;
  }
  process.stdout.write(`Caseharbor's simulator of the USCIS gateway. Synthetic data only; not USCIS.

  token URL      ${simulator.tokenUrl}
  API base       ${simulator.apiBase}
  client ID      ${simulator.credentials.clientId}
  client secret  ${simulator.credentials.clientSecret}

To try it: in Caseharbor make a sandbox workspace, put in these two addresses and the two credentials, test the
connection, and add a staging receipt such as EAC9999103403. ${life === null ? 'No case moves.' : `Every case takes a step in each ${pace / MINUTE} minutes\n(go on with the same stories another time: --since ${new Date(epoch).toISOString()}).`}
${script === null ? '' : `Minute 0 of the script of faults, with ${script.faults.length} of them, is now.\n`}Ctrl-C ends it.
`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await simulator.stop();
  return 0;
}

process.exitCode = await main();
