import { record, RECORD } from './recorder.ts';

// Does one deed with its file operations recorded. What it is done with is loaded afterwards: a library keeps the functions that it finds.
const [deed = '', top = ''] = process.argv.slice(2);
record(JSON.parse(process.env[RECORD] ?? '') as Parameters<typeof record>[0]);
const { ASIDE, DEEDS } = await import('./deeds.ts');
await (DEEDS[deed]?.(top) ?? ASIDE[deed]?.work(top));
