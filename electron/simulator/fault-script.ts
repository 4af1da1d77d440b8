import { z } from 'zod';
import { FAULT_PLACES, faultSchema } from './fault.ts';

const act = z.strictObject({
  /** From this minute on, counted from when the script began to be followed. */
  from: z.number().min(0).default(0),
  /** Until this minute, excluded; without it: for ever. */
  until: z.number().min(0).exactOptional(),
  at: z.enum(FAULT_PLACES).default('case'),
  /** How much of it meets the fault: 0.2 is a fifth. */
  share: z.number().min(0).max(1).default(1),
  /** A share of the calls, or of the receipts: then each receipt always meets it or never does. */
  of: z.enum(['calls', 'receipts']).default('calls'),
  /** Only calls for these numbers. */
  receipts: z.array(z.string().min(1)).min(1).max(1000).exactOptional(),
  fault: faultSchema,
});

/** Faults over time: "from minute 3, 20 % of calls reset". Where several apply to one call, the first that strikes counts. */
export const faultScriptSchema = z.strictObject({
  /** Another seed lets the same shares strike other calls. */
  seed: z.int().default(1),
  faults: z.array(act).max(1000),
});

export type FaultScript = z.infer<typeof faultScriptSchema>;

/** Reads a script's text. A text that is no script gives what is wrong with it, in words for whoever wrote it. */
export function readFaultScript(text: string): { readonly script: FaultScript } | { readonly mistake: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
  const parsed = faultScriptSchema.safeParse(json);
  return parsed.success ? { script: parsed.data } : { mistake: z.prettifyError(parsed.error) };
}
