/** A container, a process or a bridge as a conversation, as the page asks for it: the last few that were followed are kept. */
import {
  Conversation,
  ConversationReader,
  conversationNotices,
  conversationText,
  followTitle,
  type ConversationLine,
  type Correlation,
  type FollowTarget,
  secondsText,
} from "../../src-decoder/index.ts";
import { counted } from "../format/numbers.ts";
import type { FollowSummary } from "./contract/conclusions.ts";

/** Going from a process to its container and back makes nothing anew. */
const MOST_KEPT = 3;
/** Lines that are read before they are written. */
const LINES_AT_ONCE = 200;

export class FollowSource {
  readonly #correlation: Correlation;
  /** The least recently used first. */
  readonly #readers = new Map<string, Promise<ConversationReader>>();

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
  }

  /** See `DecoderApi.follow`. */
  async summary(target: FollowTarget): Promise<FollowSummary> {
    const { conversation } = await this.#reader(target);
    const { length, relays } = conversation;
    return { target, length, relays, notices: conversationNotices(this.#correlation, conversation) };
  }

  async lines(target: FollowTarget, from: number, to: number): Promise<readonly ConversationLine[]> {
    return (await this.#reader(target)).lines(from, to);
  }

  async placeOf(target: FollowTarget, row: number): Promise<number> {
    return (await this.#reader(target)).conversation.placeOf(row);
  }

  /** See `DecoderApi.followText`. */
  async text(target: FollowTarget, most: number): Promise<string> {
    const reader = await this.#reader(target);
    const { length } = reader.conversation;
    const parts = [followTitle(target), ""];
    for (let from = 0; from < Math.min(length, most); from += LINES_AT_ONCE) {
      const lines = await reader.lines(from, Math.min(from + LINES_AT_ONCE, most));
      for (const line of lines) parts.push(...conversationText(line, momentText));
    }
    if (length > most) parts.push(`... ${counted(length - most, "further line")}`);
    return `${parts.join("\n")}\n`;
  }

  #reader(target: FollowTarget): Promise<ConversationReader> {
    const { bridge, containerId, processId } = target;
    const key = JSON.stringify([bridge, containerId, processId]);
    const reader = this.#readers.get(key) ?? this.#read(target);
    this.#readers.delete(key);
    this.#readers.set(key, reader);
    const oldest = this.#readers.size > MOST_KEPT ? this.#readers.keys().next().value : undefined;
    if (oldest !== undefined) this.#readers.delete(oldest);
    return reader;
  }

  async #read(target: FollowTarget): Promise<ConversationReader> {
    return new ConversationReader(this.#correlation, await Conversation.of(this.#correlation, target));
  }
}

function momentText(time: number): string {
  return secondsText(Math.round(time));
}
