import { randomBytes } from 'node:crypto';
import { instant, MINUTE, type Clock } from '../../../shared/clock.ts';
import { ok, type Result } from '../../../shared/problem.ts';
import { seedFrom } from '../../../shared/random.ts';
import type { Endpoints } from '../../../shared/service/environment.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { createTrainer, type Trainer } from '../../simulator/trainer.ts';
import { readCredentials, writeCredentials, type Credentials } from '../../vault/secrets.ts';
import type { Secrets } from '../../vault/vault.ts';
import type { WorkspaceParts } from '../parts.ts';
import type { WorkspaceFile, WorkspaceFiles, WorkspaceRecord } from '../record.ts';

/** The simulator that a demonstration workspace talks to while it is open. */
export interface Demonstration {
  readonly endpoints: Endpoints;
  readonly trainer: Trainer;
  stop(): Promise<void>;
}

/** How long a simulated case stays at each step of its life. Each steps at a moment of its own, so one of 24 does every minute. */
const STEP = 20 * MINUTE;

/** Starts the simulator of a workspace that is a demonstration. Null: it is none. */
export async function demonstrationOf(
  { clock, events }: Pick<WorkspaceParts, 'clock' | 'events'>,
  files: WorkspaceFiles,
  place: Secrets,
  file: WorkspaceFile['file'],
): Promise<Result<Demonstration | null>> {
  const { id, environment, hasCredentials } = file.get();
  if (environment !== 'demonstration') return ok(null);
  const found = await readCredentials(place, hasCredentials);
  if (!found.ok) return found;
  const credentials = found.value ?? newCredentials();
  if (found.value === null) {
    const written = await writeCredentials(place, credentials);
    if (!written.ok) return written;
    files.change(id, { hasCredentials: true });
  }
  return ok(
    await startDemonstration(
      clock,
      () => file.get(),
      credentials,
      () => events.changed(['simulator']),
    ),
  );
}

/** Credentials for the built-in simulator alone. They go the way of real ones, through the vault. */
const newCredentials = (): Credentials => ({
  clientId: `demonstration-${randomBytes(6).toString('hex')}`,
  clientSecret: randomBytes(16).toString('hex'),
});

/**
 * Starts the simulator on a loopback port. Its cases live on from the day when the workspace was made, and its limits are
 * those of the workspace at any moment: what is altered in Settings reaches it too.
 * `onChange` hears of every request, and of what a trainer starts and ends.
 */
export async function startDemonstration(
  clock: Clock,
  record: () => Pick<WorkspaceRecord, 'id' | 'createdAt' | 'limits'>,
  credentials: Credentials,
  onChange: () => void,
): Promise<Demonstration> {
  const { id, createdAt } = record();
  const simulator = await startSimulator({
    clock,
    seed: seedFrom(id),
    credentials,
    limits: {
      get perSecond() {
        return record().limits.perSecond;
      },
      get perDay() {
        return record().limits.perDay;
      },
    },
    hours: null,
    onRequest: onChange,
    life: { epoch: instant(createdAt), pace: STEP },
  });
  return {
    endpoints: { tokenUrl: simulator.tokenUrl, apiBase: simulator.apiBase },
    trainer: createTrainer(clock, simulator, onChange),
    stop: () => simulator.stop(),
  };
}
