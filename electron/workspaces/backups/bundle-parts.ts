import type { Result } from '../../../shared/problem.ts';
import type { StoreWorker } from '../../store/in-worker.ts';
import { databaseKey, secretsOf } from '../keys/database-key.ts';
import type { WorkspaceParts } from '../parts.ts';
import type { WorkspaceFile, WorkspaceFiles } from '../record.ts';

/** What work with bundles needs of the rest. */
export interface BundleParts {
  readonly parts: WorkspaceParts;
  readonly files: WorkspaceFiles;
  readonly worker: StoreWorker;
  readonly nativeBinding: string | undefined;
  /** The key of a workspace's database. */
  readonly keyOf: (workspace: WorkspaceFile) => Promise<Result<string>>;
}

export function bundleParts(parts: WorkspaceParts, files: WorkspaceFiles): BundleParts {
  const { sqliteBinding: nativeBinding } = parts.runtime;
  return {
    parts,
    files,
    nativeBinding,
    worker: { path: parts.storeWorker, nativeBinding },
    keyOf: (workspace) => databaseKey(parts, files, secretsOf(parts.vault, workspace), workspace),
  };
}
