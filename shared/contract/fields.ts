import { z } from 'zod';

/** Small schemas that several calls share. */
export const nothing = z.null();
export const id = z.int().positive();
export const ids = z.array(id).min(1).max(200_000);
export const workspaceId = z.string().regex(/^[0-9a-f]{16}$/);
export const name = z.string().trim().min(1).max(80);
/** A line that the office writes about a case. Empty is none. */
export const line = z.string().trim().max(200);
