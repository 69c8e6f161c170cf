import type { StateCreator } from "zustand";
import type { State } from "./store.ts";

/** One part of the store, made with access to all of it. */
export type Slice<Part> = StateCreator<State, [], [], Part>;
