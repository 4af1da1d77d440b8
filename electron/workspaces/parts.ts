import type { Clock } from '../../shared/clock.ts';
import type { BackupReason, BackupView } from '../../shared/contract/backups.ts';
import type { ChangeView } from '../../shared/contract/cases.ts';
import type { Topic } from '../../shared/contract/contract.ts';
import type { Problem, Result } from '../../shared/problem.ts';
import type { Random } from '../../shared/random.ts';
import type { Runtime } from '../desktop/runtime.ts';
import type { Log } from '../log.ts';
import type { BudgetFile } from '../store/pulls/budget-file.ts';
import type { GuardedFetch } from '../uscis/fetch.ts';
import type { Vault } from '../vault/vault.ts';

/** What the workspaces need of the rest, handed in by start.ts. */
export interface WorkspaceParts {
  /** The folder that holds a folder for each workspace. */
  readonly root: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly fetch: GuardedFetch;
  /** Does the computer have a network, as far as it knows? */
  readonly online: () => boolean;
  readonly runtime: Runtime;
  /** Of this program, which a bundle names. */
  readonly version: string;
  /** Where the built worker of the store stands. */
  readonly storeWorker: string;
  readonly log: Log;
  /** The zone of this computer, whose calendar the backups' days are counted by. */
  readonly zone: () => string;
  /** What a workspace is called whose own name was lost; `id`: the beginning of its id. */
  readonly recoveredName: (id: string) => string;
  readonly events: WorkspaceEvents;
}

/** The same, with what all workspaces of this computer share. */
export interface SharedParts extends WorkspaceParts {
  readonly budget: BudgetFile;
  /** Makes a backup of a workspace. Null: it was cancelled. */
  readonly backUp: (id: string, reason: BackupReason) => Promise<Result<BackupView | null>>;
}

/** What the workspaces tell. */
export interface WorkspaceEvents {
  /** Something that the page shows is not as it was. */
  changed(topics: readonly Topic[]): void;
  /** Changes of this workspace that nobody was told of yet; they are marked as told already. */
  announce(workspace: string, changes: readonly ChangeView[]): void;
  /** The pulls stopped for something that only a person can mend. */
  stopped(workspace: string, problem: Problem): void;
  /** Something of a workspace that a person should hear of without having asked; at most once a day. */
  told(what: 'backup_place_away' | 'disk_low' | 'database_damaged', path: string, workspace: string): void;
  /** A damaged file was moved aside. */
  damaged(kept: string): void;
  /** So was the count of today's calls. */
  countDamaged(kept: string): void;
}
