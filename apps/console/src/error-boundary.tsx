import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** What one panel cannot show must not take the others off the screen. */
export class ErrorBoundary extends Component<BoundaryProps, { readonly failure: string | null }> {
  override state = { failure: null };

  static getDerivedStateFromError(error: unknown): { failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <p className="problem" role="alert">
        {this.props.title} cannot be shown: {this.state.failure}
      </p>
    );
  }
}
