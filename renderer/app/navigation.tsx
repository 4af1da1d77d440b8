import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import type { GoTo } from '../../shared/contract/app.ts';

/** Where the page is. Kept in memory only. `welcome` is for adding a further workspace; without any it is shown by itself. */
export type Route =
  | { readonly screen: 'inbox' }
  | { readonly screen: 'cases' }
  | { readonly screen: 'case'; readonly id: number }
  | { readonly screen: 'activity' }
  | { readonly screen: 'settings' }
  | { readonly screen: 'simulator' }
  | { readonly screen: 'welcome' };

interface Place {
  readonly route: Route;
  /** Counts up with each move: a screen that sees a new number takes the focus. */
  readonly move: number;
}

interface Navigation extends Place {
  readonly go: (route: Route) => void;
  /** Null where there is nowhere to go back to. */
  readonly back: (() => void) | null;
  /** What screens remember while others are shown (filters, sorting, where the list was). */
  readonly memory: Map<string, unknown>;
}

const NavigationContext = createContext<Navigation | null>(null);
const LONGEST_WAY = 50;

interface NavigationProviderProps {
  /** Where a click on a notification asks to go, in this workspace. */
  readonly goTo: GoTo | null;
  /** The number of the last one that was followed; it outlives the workspace. */
  readonly followedRef: RefObject<number>;
  readonly children: ReactNode;
}

/** Keeps the way through the screens. A new key (another workspace) begins at the Inbox with nothing remembered. */
export function NavigationProvider({ goTo, followedRef, children }: NavigationProviderProps) {
  const [way, setWay] = useState<readonly Place[]>([{ route: { screen: 'inbox' }, move: 0 }]);
  const moves = useRef(0);
  const [memory] = useState(() => new Map<string, unknown>());

  const go = useCallback((route: Route) => {
    moves.current += 1;
    const place = { route, move: moves.current };
    setWay((before) => [...before.slice(1 - LONGEST_WAY), place]);
  }, []);
  const goBack = useCallback(() => {
    moves.current += 1;
    const move = moves.current;
    setWay((before) => {
      const last = before.at(-2);
      return last === undefined ? before : [...before.slice(0, -2), { ...last, move }];
    });
  }, []);

  useEffect(() => {
    if (goTo === null || goTo.number <= followedRef.current) return;
    followedRef.current = goTo.number;
    go(goTo.place.to === 'case' ? { screen: 'case', id: goTo.place.id } : { screen: 'inbox' });
  }, [goTo, followedRef, go]);

  const navigation = useMemo((): Navigation => {
    const place = way.at(-1) ?? { route: { screen: 'inbox' }, move: 0 };
    return { ...place, go, back: way.length > 1 ? goBack : null, memory };
  }, [way, go, goBack, memory]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

/** Where the page is, and how to move. */
export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === null) throw new Error('useNavigation outside NavigationProvider');
  return navigation;
}

/** State that outlives its screen, until another workspace is opened. `name` is unique in the page. */
export function useRemembered<Value>(name: string, first: Value): [Value, (value: Value) => void] {
  const { memory } = useNavigation();
  const [value, setValue] = useState<Value>(() => (memory.has(name) ? (memory.get(name) as Value) : first));
  const set = useCallback(
    (next: Value) => {
      memory.set(name, next);
      setValue(next);
    },
    [memory, name],
  );
  return [value, set];
}
