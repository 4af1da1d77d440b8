import type { RecoveryCode } from '../../../shared/recovery-code.ts';
import { add, asFound, beginEdit, beginMove, differences, endEdit, endMove, type Found, type Model } from './model.ts';
import { codeSchema, importSchema, moveSchema, restoreSchema, type Deed, type Edited, type Said } from './words.ts';

/** Hears what the processes of one office told, one after the other, and knows from it what must stand on the disk. */
export class Witness {
  readonly #first: Model;
  #model: Model;
  /** What each backup holds that was acknowledged under the present key. */
  readonly #backups = new Map<string, Model>();
  /** What a backup will hold that is being made. */
  #copying: Model | null = null;
  #restoring: string | null = null;
  #edit: { readonly receipt: string; readonly field: Edited; readonly value: string } | null = null;
  #undo: string | null = null;
  /** The codes of which one must open: the last is the newest. */
  #codes: readonly RecoveryCode[] = [];
  #names: readonly string[];
  #codeCounts = false;
  readonly #announced = new Set<number>();
  #begun: { readonly deed: Deed; readonly does: unknown } | null = null;
  #pulling = false;
  readonly faults: string[] = [];

  constructor(model: Model, name: string) {
    this.#first = model;
    this.#model = model;
    this.#names = [name];
  }

  get backups(): string[] {
    return [...this.#backups.keys()];
  }

  get undo(): string | null {
    return this.#undo;
  }

  get codes(): readonly RecoveryCode[] {
    return this.#codes;
  }

  /** One of the codes was acknowledged, so that one of them must open. */
  get codeCounts(): boolean {
    return this.#codeCounts;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** What is under way just now. */
  get running(): readonly string[] {
    return [
      ...(this.#begun === null ? [] : [this.#begun.deed]),
      ...(this.#pulling ? ['pull'] : []),
      ...(this.#edit === null ? [] : ['edit']),
    ];
  }

  hear(said: Said): void {
    switch (said.say) {
      case 'begin':
        this.#begun = { deed: said.deed, does: said.does };
        this.#begin(said.deed, said.does);
        break;
      case 'end':
        this.#end(said.deed, said.made);
        this.#begun = null;
        break;
      case 'edit':
        this.#edit = { receipt: said.receipt, field: said.field, value: said.value };
        this.#model = beginEdit(this.#model, said.receipt, said.field, said.value);
        if (this.#copying !== null) {
          this.#copying = beginEdit(this.#copying, said.receipt, said.field, said.value);
        }
        break;
      case 'edited':
        if (this.#edit !== null) {
          const { receipt, field, value } = this.#edit;
          this.#model = endEdit(this.#model, receipt, field, value);
        }
        this.#edit = null;
        break;
      case 'rename':
        this.#names = [...this.#names, said.name];
        break;
      case 'renamed':
        this.#names = this.#names.slice(-1);
        break;
      case 'read':
        this.#model = { ...this.#model, readUpTo: Math.max(this.#model.readUpTo, said.upTo) };
        break;
      case 'recorded':
        this.#model = { ...this.#model, line: { number: said.number, hash: said.hash } };
        break;
      case 'announced':
        for (const id of said.changes) {
          // A restored database tells anew what it had not told when it was saved.
          if (this.#announced.has(id) && this.#restoring === null) this.faults.push(`change ${id} is announced twice`);
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
        break;
    }
  }

  /** A backup of another's making, which holds what there was before anybody wrote. */
  knows(backup: string): void {
    this.#backups.set(backup, this.#first);
  }

  /** After an end: what of what was found is not as it must be. What stands is what there is from now on. */
  settle(found: Found, isOldKey: boolean): string[] {
    const other = this.#restoring === null ? undefined : this.#backups.get(this.#restoring);
    const candidates = [this.#model, ...(other === undefined ? [] : [other])];
    const judged = candidates.map((model) => ({ model, wrong: differences(model, found) }));
    const best = judged.reduce((a, b) => (b.wrong.length < a.wrong.length ? b : a));
    this.#model = asFound(best.model, found);
    if (this.#restoring !== null) {
      this.#announced.clear();
      this.#undo = null;
    }
    if (!isOldKey) this.#forgetBackups();
    this.#copying = null;
    this.#restoring = null;
    this.#edit = null;
    this.#begun = null;
    this.#pulling = false;
    return best.wrong;
  }

  /** The one code that was seen to open. */
  settleCode(code: RecoveryCode): void {
    this.#codes = [code];
    this.#codeCounts = true;
  }

  settleName(name: string): void {
    this.#names = [name];
  }

  #forgetBackups(): void {
    this.#backups.clear();
    this.#undo = null;
  }

  #begin(deed: Deed, does: unknown): void {
    switch (deed) {
      case 'import':
        this.#model = add(this.#model, importSchema.parse(does).cases);
        break;
      case 'archive':
      case 'bring back':
      case 'delete':
      case 'undelete':
      case 'purge': {
        const { receipts, to } = moveSchema.parse(does);
        this.#model = beginMove(this.#model, receipts, to);
        break;
      }
      case 'backup':
        this.#copying = this.#model;
        break;
      case 'restore':
      case 'undo a restore':
        this.#restoring = restoreSchema.parse(does).backup;
        break;
      case 'key change':
      case 'new code':
        this.#codes = [...this.#codes, codeSchema.parse(does).code];
        break;
      case 'ask':
      case 'repair':
      case 'reopen':
        break;
    }
  }

  #end(deed: Deed, made: string | null): void {
    const does = this.#begun?.does;
    switch (deed) {
      case 'import':
        this.#model = endMove(
          this.#model,
          importSchema.parse(does).cases.map(({ receipt }) => receipt),
          'live',
        );
        break;
      case 'archive':
      case 'bring back':
      case 'delete':
      case 'undelete':
      case 'purge': {
        const { receipts, to } = moveSchema.parse(does);
        this.#model = endMove(this.#model, receipts, to);
        break;
      }
      case 'backup':
        if (made !== null && this.#copying !== null) this.#backups.set(made, this.#copying);
        this.#copying = null;
        break;
      case 'restore':
      case 'undo a restore': {
        const restored = this.#backups.get(this.#restoring ?? '');
        if (restored === undefined) throw new Error('nobody knows what is in this backup');
        if (made !== null) this.#backups.set(made, this.#model);
        this.#undo = made;
        this.#model = restored;
        this.#restoring = null;
        this.#announced.clear();
        break;
      }
      case 'key change':
        this.#forgetBackups();
        this.settleCode(codeSchema.parse(does).code);
        break;
      case 'new code':
        this.settleCode(codeSchema.parse(does).code);
        break;
      case 'ask':
      case 'repair':
      case 'reopen':
        break;
    }
  }
}
