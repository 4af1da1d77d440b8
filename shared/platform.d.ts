/**
 * The names that every JavaScript runtime of ours has (Node, Electron, the page), as far as `shared` uses them. Only this
 * room's own type check sees this file; the other rooms have the full types of their runtime.
 */
declare class URL {
  constructor(address: string);
  static canParse(address: string): boolean;
  readonly protocol: string;
  readonly hostname: string;
  readonly origin: string;
  readonly username: string;
  readonly password: string;
  readonly hash: string;
  readonly href: string;
}

interface AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
