import { Component, type ReactNode } from "react";
import { Button } from "./parts/Button.tsx";

interface State {
  readonly failure: Error | null;
}

/** In place of the whole page, where a part of it fails in a way that nobody foresaw: what happened, and the way back. */
export class PageFailure extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <main className="page-failure" role="alert">
        <h1>The page has failed</h1>
        <p>
          {failure.message}. Your files are as they were: load the page again and open them once more. If it happens
          again, tell us what you did and what stands here.
        </p>
        <Button onClick={() => location.reload()}>Load the page again</Button>
      </main>
    );
  }
}
