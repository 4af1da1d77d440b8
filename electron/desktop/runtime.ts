import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a runtime that could not be verified carries in its resources folder (docs/runtime.md). */
const markerSchema = z.object({ kind: z.literal('unverified'), sqliteBinding: z.string().regex(/^[\w.-]+$/) });

export interface Runtime {
  /** False: no real credential may ever meet it, so only loopback addresses are asked. */
  readonly verified: boolean;
  readonly electron: string;
  /** The database's native module where the packaged one does not fit; undefined: the packaged one. */
  readonly sqliteBinding: string | undefined;
}

/**
 * Reads the runtime's own marker. Verified is only a runtime that carries no marker and is of the version that this
 * application pins: a marker that cannot be read, or another version, counts as unverified.
 */
export function readRuntime(resources: string, electron: string, pinned: string): Runtime {
  let text: string;
  try {
    text = readFileSync(join(resources, 'caseharbor-runtime.json'), 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return { verified: electron === pinned, electron, sqliteBinding: undefined };
  }
  const marker = markerSchema.safeParse(parseJson(text));
  const sqliteBinding = marker.success ? join(resources, marker.data.sqliteBinding) : undefined;
  return { verified: false, electron, sqliteBinding };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
