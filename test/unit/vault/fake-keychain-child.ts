import type { KeychainChild } from '../../../electron/vault/keychain-child.ts';
import type { KeychainReply, KeychainRequest } from '../../../electron/vault/keychain-messages.ts';

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** A keychain process under a test's hand: it notes what it is asked and says what the test lets it say. */
export class FakeKeychainChild implements KeychainChild {
  readonly asked: KeychainRequest[] = [];
  killed = 0;
  #hear: (message: unknown) => void = () => undefined;
  #end: (how: string) => void = () => undefined;

  postMessage(message: unknown): void {
    this.asked.push(message as KeychainRequest);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#hear = listener;
  }

  onExit(listener: (how: string) => void): void {
    this.#end = listener;
  }

  kill(): void {
    this.killed += 1;
  }

  /** Answers the nth call, counted from 0. */
  answer(nth: number, reply: DistributiveOmit<KeychainReply, 'id'>): void {
    const request = this.asked[nth];
    if (request === undefined) throw new Error(`There was no call ${nth}.`);
    this.say({ ...reply, id: request.id });
  }

  say(message: unknown): void {
    this.#hear(message);
  }

  crash(how: string): void {
    this.#end(how);
  }
}
