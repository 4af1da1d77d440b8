import type { RecoveryCode } from '../../../shared/recovery-code.ts';
import {
  asFound,
  begin,
  differences,
  end,
  LEDGER,
  lineOf,
  merged,
  only,
  OUTSIDE,
  receiptOf,
  sameFact,
  stand,
  type Fact,
  type Found,
  type Model,
} from './facts.ts';
import type { Hand, Said } from './words.ts';

type Begun = Omit<Extract<Said, { say: 'begin' }>, 'say' | 'hand'>;
type Ended = Omit<Extract<Said, { say: 'end' }>, 'say' | 'hand'>;

/** Hears what the processes of one office told, one after the other, and knows from it what must stand on the disk. */
export class Witness {
  readonly #first: Model;
  #model: Model;
  /** What stands outside the database. */
  #outside: Model;
  /** What another office's bundles hold. */
  readonly #theirs: ReadonlyMap<string, Found>;
  /** What each backup holds that was acknowledged under the present key. */
  readonly #backups = new Map<string, Model>();
  /** What the exported bundle in a file may hold: what was acknowledged, and what was under way since. */
  readonly #bundles = new Map<string, readonly Model[]>();
  readonly #exported = new Set<string>();
  /** What a copy will hold that is being made. */
  #copying: Model | null = null;
  #undo: string | null = null;
  /** Every code that was ever begun: an exported bundle keeps the one of its time. */
  readonly codes = new Set<RecoveryCode>();
  readonly #announced = new Set<number>();
  readonly #under = new Map<Hand, Begun>();
  /** What the other hand wrote since a hand began: it comes after, as an edit of a case that is still being imported. */
  readonly #since = new Map<Hand, ReadonlySet<string>>();
  #pulling = false;
  readonly faults: string[] = [];

  constructor(first: Model, outside: readonly Fact[], theirs: ReadonlyMap<string, Found>) {
    this.#first = first;
    this.#model = first;
    this.#outside = stand(new Map(), outside);
    this.#theirs = theirs;
  }

  get backups(): string[] {
    return [...this.#backups.keys()];
  }

  get undo(): string | null {
    return this.#undo;
  }

  /** What may stand outside the database, the newest last. */
  outside(what: string): readonly string[] {
    return [...(this.#outside.get(OUTSIDE)?.get(what) ?? [])];
  }

  /** The cases that are there, or may be. */
  get receipts(): string[] {
    return [...this.#model.keys()].flatMap((about) => receiptOf(about) ?? []);
  }

  /** Files of exported bundles that were acknowledged. */
  get exported(): readonly string[] {
    return [...this.#exported];
  }

  /** What a hand is doing; null: nothing. */
  under(hand: Hand): string | null {
    return this.#under.get(hand)?.deed ?? null;
  }

  /** What is under way just now. */
  get running(): readonly string[] {
    return [...[...this.#under.values()].map(({ deed }) => deed), ...(this.#pulling ? ['pull'] : [])];
  }

  hear(said: Said): void {
    switch (said.say) {
      case 'begin':
        this.#begin(said.hand, said);
        break;
      case 'end':
        this.#end(said.hand, said);
        break;
      case 'recorded':
        this.#model = new Map(this.#model).set(LEDGER, new Map([[lineOf(said.number), only(said.hash)]]));
        break;
      case 'announced':
        for (const id of said.changes) {
          if (this.#announced.has(id) && !this.#givesOtherNumbers())
            this.faults.push(`change ${id} is announced twice`);
          this.#announced.add(id);
        }
        break;
      case 'pulling':
        this.#pulling = said.on;
        break;
      case 'fault':
        this.faults.push(said.what);
        break;
      case 'ready':
      case 'opening':
      case 'opened':
      case 'step':
        break;
    }
  }

  /** A backup of another's making, which holds what there was before anybody wrote. */
  knows(backup: string): void {
    this.#backups.set(backup, this.#first);
  }

  /** After an end: what of what was found is not as it must be. What stands is what there is from now on. */
  settle(found: Found, isOldKey: boolean): string[] {
    const heavy = this.#under.get('heavy');
    const judged = [this.#model, ...this.#otherwise()].map((model) => differences(model, found));
    const wrong = judged.reduce((best, other) => (other.length < best.length ? other : best));
    this.#model = asFound(found);
    if (this.#givesOtherNumbers()) this.#announced.clear();
    if (heavy?.deed === 'restore' || heavy?.deed === 'undo a restore' || heavy?.deed === 'merge') this.#undo = null;
    if (!isOldKey) this.#forgetBackups();
    this.#copying = null;
    this.#under.clear();
    this.#pulling = false;
    return wrong;
  }

  settleOutside(what: string, value: string): void {
    this.#outside = stand(this.#outside, [[OUTSIDE, what, value]]);
  }

  /** What is not as it must be of an exported bundle; null: it is not there. */
  judgeBundle(file: string, found: Found | null): string[] {
    if (found === null) return this.#exported.has(file) ? ['it is gone'] : [];
    const judged = (this.#bundles.get(file) ?? []).map((model) => differences(model, found));
    this.#bundles.set(file, [asFound(found)]);
    this.#exported.add(file);
    return judged.reduce<string[]>(
      (best, wrong) => (wrong.length < best.length ? wrong : best),
      judged[0] ?? ['who made it?'],
    );
  }

  /** What there may be instead, after what is under way. */
  #otherwise(): Model[] {
    const heavy = this.#under.get('heavy');
    if (heavy?.with === undefined || heavy.with === null) return [];
    const backup = this.#backups.get(heavy.with);
    const theirs = heavy.deed === 'merge' ? this.#theirs.get(heavy.with) : undefined;
    return [...(backup === undefined ? [] : [backup]), ...(theirs === undefined ? [] : [merged(this.#model, theirs)])];
  }

  /** A restored database tells anew what it had not told when it was saved, and a merge gives changes other numbers. */
  #givesOtherNumbers(): boolean {
    const deed = this.#under.get('heavy')?.deed;
    return deed === 'restore' || deed === 'undo a restore' || deed === 'merge';
  }

  #forgetBackups(): void {
    this.#backups.clear();
    this.#undo = null;
  }

  #begin(hand: Hand, begun: Begun): void {
    this.#under.set(hand, begun);
    this.#since.delete(hand);
    const { deed, facts } = begun;
    if (deed === 'backup' || deed === 'export') this.#copying = this.#model;
    if (this.#copying !== null) this.#copying = begin(this.#copying, inside(facts));
    if (deed === 'export') this.#mayBeIn(begun.with);
    else if (this.#under.get('heavy')?.deed === 'export') this.#mayBeIn(this.#under.get('heavy')?.with ?? null);
    this.#model = begin(this.#model, inside(facts));
    this.#outside = begin(this.#outside, outside(facts));
    for (const [, what, value] of outside(facts)) if (what === 'code') this.codes.add(value as RecoveryCode);
  }

  /** What is being exported is one more thing that the file may hold; the last of them is altered as long as it is under way. */
  #mayBeIn(file: string | null): void {
    if (file === null || this.#copying === null) return;
    const [acknowledged] = this.#bundles.get(file) ?? [];
    const before = acknowledged !== undefined && this.#exported.has(file) ? [acknowledged] : [];
    this.#bundles.set(file, [...before, this.#copying]);
  }

  #end(hand: Hand, { facts, made }: Ended): void {
    const begun = this.#under.get(hand);
    if (begun === undefined) throw new Error('an end without a beginning');
    const since = this.#since.get(hand) ?? new Set();
    const stands = inside(facts).filter((fact) => !since.has(sameFact(fact)));
    const others = [...this.#under].filter(([other]) => other !== hand);
    for (const [other] of others) {
      this.#since.set(other, new Set([...(this.#since.get(other) ?? []), ...stands.map(sameFact)]));
    }
    const pending = others.flatMap(([, { facts: theirs }]) => inside(theirs));
    this.#model = end(this.#model, inside(begun.facts), stands, pending);
    this.#outside = end(this.#outside, outside(begun.facts), outside(facts));
    if (hand === 'heavy') this.#endHeavy(begun, made);
    this.#under.delete(hand);
  }

  #endHeavy(begun: Begun, made: string | null): void {
    switch (begun.deed) {
      case 'backup':
        if (made !== null && this.#copying !== null) this.#backups.set(made, this.#copying);
        break;
      case 'export':
        if (begun.with !== null && this.#copying !== null) {
          this.#bundles.set(begun.with, [this.#copying]);
          this.#exported.add(begun.with);
        }
        break;
      case 'restore':
      case 'undo a restore':
      case 'merge': {
        const [after] = this.#otherwise();
        if (after === undefined) throw new Error(`nobody knows what is in ${begun.with ?? 'nothing'}`);
        if (made !== null) this.#backups.set(made, this.#model);
        this.#undo = made;
        this.#model = after;
        this.#announced.clear();
        break;
      }
      case 'key change':
        this.#forgetBackups();
        break;
      default:
        break;
    }
    this.#copying = null;
  }
}

const inside = (facts: readonly Fact[]): Fact[] => facts.filter(([about]) => about !== OUTSIDE);
const outside = (facts: readonly Fact[]): Fact[] => facts.filter(([about]) => about === OUTSIDE);
