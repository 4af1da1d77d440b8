import { Component, type ReactNode } from 'react';
import { ProblemMessage } from '../ui/problem-message.tsx';

interface ScreenBoundaryProps {
  readonly children: ReactNode;
}

interface ScreenBoundaryState {
  readonly detail: string | null;
}

/** A mistake of ours in one screen is told there; the navigation and the other screens stay. Its key is the move. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, ScreenBoundaryState> {
  override state: ScreenBoundaryState = { detail: null };

  static getDerivedStateFromError(error: unknown): ScreenBoundaryState {
    return { detail: error instanceof Error ? `${error.name}: ${error.message}` : 'no reason given' };
  }

  override render(): ReactNode {
    const { detail } = this.state;
    if (detail === null) return this.props.children;
    return (
      <div className="screen-body">
        <ProblemMessage problem={{ kind: 'unexpected', detail }} />
      </div>
    );
  }
}
