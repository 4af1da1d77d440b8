import { record, RECORD } from './recorder.ts';

// The store's thread, with its file operations recorded beside those of the one that gave it its order.
record(JSON.parse(process.env[RECORD] ?? '') as Parameters<typeof record>[0]);
await import('../../../electron/store/worker.ts');
