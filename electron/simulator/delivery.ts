import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { sleep, type Clock } from '../../shared/clock.ts';
import type { Fault } from './fault.ts';
import type { SimulatedReply } from './replies.ts';
import { spoiled, textOf, type Asked } from './spoiled.ts';

/** Into so many pieces a trickling body is cut. */
const PIECES = 10;

export interface Delivery {
  readonly response: ServerResponse;
  readonly clock: Clock;
  /** Notes that the answer, or what there is of it, was given; null: none was. */
  readonly log: (status: number | null) => void;
}

/** Answers a call: truly, or as its fault wants it. */
export async function deliver(
  fault: Fault | undefined,
  truth: () => SimulatedReply,
  asked: Asked,
  delivery: Delivery,
): Promise<void> {
  const { response, log } = delivery;
  switch (fault?.kind) {
    case 'hang':
      log(null);
      return;
    case 'reset':
      log(null);
      response.destroy();
      return;
    case 'stall':
      half(truth(), delivery, () => undefined);
      return;
    case 'reset_in_body':
      half(truth(), delivery, () => {
        response.destroy();
      });
      return;
    case 'delay':
      if (await leftAlone(delivery, fault.span)) write(truth(), delivery);
      return;
    case 'trickle':
      await trickle(truth(), delivery, fault.span);
      return;
    case 'gzip':
      zipped(truth(), delivery);
      return;
    case undefined:
      write(truth(), delivery);
      return;
    default:
      write(spoiled(fault, truth, asked), delivery);
  }
}

function head(reply: SimulatedReply, text: string): Record<string, string> {
  const type = text.trimStart().startsWith('<') ? 'text/html' : 'application/json';
  return { 'Content-Type': type, ...reply.headers };
}

function write(reply: SimulatedReply, { response, log }: Delivery): void {
  const text = textOf(reply);
  log(reply.status);
  response.writeHead(reply.status, head(reply, text)).end(text);
}

/** The head and half of the body; the whole was promised. */
function half(reply: SimulatedReply, { response, log }: Delivery, then: () => void): void {
  const bytes = Buffer.from(textOf(reply));
  log(null);
  response.writeHead(reply.status, { ...head(reply, textOf(reply)), 'Content-Length': String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), then);
}

function zipped(reply: SimulatedReply, { response, log }: Delivery): void {
  const text = textOf(reply);
  log(reply.status);
  response.writeHead(reply.status, { ...head(reply, text), 'Content-Encoding': 'gzip' }).end(gzipSync(text));
}

async function trickle(reply: SimulatedReply, delivery: Delivery, span: number): Promise<void> {
  const { response, log } = delivery;
  const bytes = Buffer.from(textOf(reply));
  const size = Math.ceil(bytes.length / PIECES);
  response.writeHead(reply.status, { ...head(reply, textOf(reply)), 'Content-Length': String(bytes.length) });
  for (let piece = 0; piece < PIECES; piece += 1) {
    if (!(await leftAlone(delivery, span / PIECES))) return;
    if (piece === PIECES - 1) log(reply.status);
    // A letter of two bytes may be cut in its middle.
    response.write(bytes.subarray(piece * size, (piece + 1) * size));
  }
  response.end();
}

/** Waits on the simulator's clock. False: the client has gone meanwhile, and that is all that is noted of the call. */
async function leftAlone({ response, clock, log }: Delivery, span: number): Promise<boolean> {
  const gone = new AbortController();
  const leave = (): void => {
    gone.abort();
  };
  response.once('close', leave);
  await sleep(clock, span, gone.signal);
  response.off('close', leave);
  if (gone.signal.aborted) log(null);
  return !gone.signal.aborted;
}
