/** What people said of single frames, as filters ask for it. */
export interface Annotations {
  marked(row: number): boolean;
  ignored(row: number): boolean;
}

/** Nothing said: what the command line filters with. */
export const NO_ANNOTATIONS: Annotations = { marked: () => false, ignored: () => false };
