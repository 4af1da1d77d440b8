import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import type { Connection } from '../../electron/store/connection.ts';

/** A named statement as its source writes it. */
export interface WrittenStatement {
  /** Its file, from electron/store on. */
  readonly file: string;
  readonly name: string;
  /** What its name can be: parts of it may be put in. */
  readonly names: RegExp;
}

const STORE = resolve(import.meta.dirname, '../../electron/store');

/**
 * What runs in the store's thread, or before there is a window: it reads whole tables, each once
 * (store-statements.test.ts). Everything else runs in the window's thread and scans no table that grows
 * (store-plans.test.ts).
 */
export const IN_THREAD = /^(copies|holdings|repair|schema)\/|^(cases\/export|ledger\/(reader|scope|verify))\.ts$/;

/**
 * Every place of the store where a statement is given a name, but for a merge's: they go by tables that the merge itself makes,
 * work on a copy in the store's thread, and have no plan before it runs. Throws where a name cannot be read off the source.
 */
export function statementsOfStore(): WrittenStatement[] {
  return readdirSync(STORE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^merge[\\/]/.test(file))
    .sort()
    .flatMap((file) => {
      const source = ts.createSourceFile(file, readFileSync(join(STORE, file), 'utf8'), ts.ScriptTarget.Latest, true);
      return namesIn(source).map((name) => ({ file: file.replaceAll('\\', '/'), ...name }));
    });
}

function namesIn(source: ts.SourceFile): { name: string; names: RegExp }[] {
  const found: { name: string; names: RegExp }[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && calleeOf(node) === 'statement' && !ts.isMethodDeclaration(node.parent)) {
      const [first] = node.arguments;
      const name = first === undefined ? null : nameOf(first, source);
      if (name === null) throw new Error(`${source.fileName}: what is this statement called? ${node.getText()}`);
      if (name !== 'handed on') found.push(name);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function calleeOf({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

/** `handed on`: it is a parameter, so that whoever calls this names it. */
function nameOf(node: ts.Expression, source: ts.SourceFile): { name: string; names: RegExp } | 'handed on' | null {
  if (ts.isStringLiteralLike(node)) return { name: node.text, names: patternOf([node.text]) };
  if (ts.isTemplateExpression(node)) {
    const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    return { name: node.getText(), names: patternOf(parts) };
  }
  if (!ts.isIdentifier(node)) return null;
  let declared: ReturnType<typeof nameOf> = null;
  const look = (each: ts.Node): void => {
    if (ts.isParameter(each) && each.name.getText() === node.text) declared ??= 'handed on';
    if (ts.isVariableDeclaration(each) && each.name.getText() === node.text && each.initializer !== undefined) {
      declared = nameOf(each.initializer, source) ?? declared;
    }
    ts.forEachChild(each, look);
  };
  look(source);
  return declared;
}

/** Of what is put in at least one character stands there. */
const patternOf = (parts: readonly string[]): RegExp =>
  new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.+')}$`);

/** A line of a query plan, with those that it stands under. */
export interface PlanLine {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** How SQLite would go about a statement. It is compiled, not run. */
export function planOf(connection: Connection, name: string, sql: string): PlanLine[] {
  const names = [...sql.matchAll(/@(\w+)/g)].map((match) => [match[1], null]);
  const explain = connection.statement<object, PlanLine>(
    `plan of ${name} ${connection.statements.size}`,
    `EXPLAIN QUERY PLAN ${sql}`,
  );
  return explain.all(Object.fromEntries(names) as object);
}

/** What stands below it is done once, and its rows are kept: but for a correlated one, which is done for each row. */
const SUBQUERY = /^(CORRELATED )?(LIST|SCALAR) SUBQUERY|^(MATERIALIZE|CO-ROUTINE)/;

/**
 * The lines of a plan that read a whole table once for each row of another: what takes a thousand times as long when there
 * are a thousand times as many rows on both sides.
 */
export function scansInLoops(plan: readonly PlanLine[]): string[] {
  const isInLoop = (line: PlanLine): boolean => {
    const above = plan.find(({ id }) => id === line.parent);
    if (above !== undefined && SUBQUERY.test(above.detail))
      return above.detail.startsWith('CORRELATED') || follows(line);
    return follows(line) || (above !== undefined && isInLoop(above));
  };
  const follows = (line: PlanLine): boolean => {
    const before = plan.filter(({ id, parent }) => parent === line.parent && id < line.id);
    // One row, or none, is no loop.
    return before.some(({ detail }) => /^(SCAN|SEARCH)/.test(detail) && !/\((rowid|\w+)=\?\)$/.test(detail));
  };
  return plan
    .filter(({ detail }) => /^SCAN (?!CONSTANT ROW|sqlite_schema|\w+ VIRTUAL TABLE)/.test(detail))
    .filter(isInLoop)
    .map(({ detail }) => detail);
}
