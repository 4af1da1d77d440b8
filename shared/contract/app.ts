import { z } from 'zod';
import type { Problem } from '../problem.ts';
import { appCall } from './call.ts';
import { nothing } from './fields.ts';
import type { Settings } from './settings.ts';
import type { WorkspaceView } from './workspaces.ts';

/** What the program runs on, and whether we could verify it (docs/runtime.md). */
export interface RuntimeView {
  readonly verified: boolean;
  readonly electron: string;
}

/** Something that happened outside any screen, told once at the top of the window until it is dismissed. */
export interface Notice {
  readonly id: string;
  readonly problem: Problem;
  /** Where a damaged file was kept, for one. */
  readonly path?: string;
  /** The id of the workspace that it is about: another may be shown meanwhile. Absent: it is about none, or about all. */
  readonly workspace?: string;
}

/** Where a click outside the page (on a notification) asks it to go. */
export interface GoTo {
  /** Counts up: each is followed once. */
  readonly number: number;
  /** Ids of cases mean something in their own workspace only. */
  readonly workspace: string;
  readonly place: { readonly to: 'inbox' } | { readonly to: 'case'; readonly id: number };
}

/** A question of a proxy between this computer and USCIS, for the person. */
export interface ProxyAsk {
  /** Each question has its own; a refused answer brings a new one. */
  readonly number: number;
  /** `host:port`. */
  readonly proxy: string;
  /** What the proxy calls what it guards, in its own words; it may be empty. */
  readonly realm: string;
  /** The last name and password were not accepted. */
  readonly refused: boolean;
}

/** Everything that the shell of the page needs: one call, asked again after each `changed` event with `app`. */
export interface AppState {
  readonly version: string;
  readonly runtime: RuntimeView;
  readonly settings: Settings;
  /** The system's language, already one of ours. */
  readonly systemLanguage: 'en' | 'es';
  readonly workspaces: readonly WorkspaceView[];
  /** The workspace that is shown. With a problem it could not be opened; null: there is none (Welcome). */
  readonly current: { readonly id: string; readonly problem: Problem | null } | null;
  /** It is open, and the products that USCIS named with its last token do not hold the one that the calls need. */
  readonly lacksProduct: boolean;
  readonly notices: readonly Notice[];
  /** A workspace is still being opened; the keychain may be asking. */
  readonly opening: boolean;
  /** The network's proxy wants a sign-in before it lets calls through; null: none does. */
  readonly proxy: ProxyAsk | null;
  /** The last place that was asked for. */
  readonly goTo: GoTo | null;
}

export const appCalls = {
  'app.state': appCall<AppState>()(nothing),
  /** Opens an https address in the person's browser: the one door. */
  'app.open_link': appCall<null>()(z.object({ url: z.string().max(2000) })),
  /** A name and a password for the proxy that asks. Kept in memory for this run, and told to that proxy only. */
  'app.proxy_sign_in': appCall<null>()(
    z.object({ number: z.int().positive(), name: z.string().min(1).max(300), password: z.string().max(300) }),
  ),
  'app.dismiss_notice': appCall<null>()(z.object({ id: z.string().max(100) })),
};
