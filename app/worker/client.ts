import { proxy, wrap } from "comlink";
import type { DecoderApi } from "./contract.ts";

/** The decoder in its worker, as the page calls it. */
export interface DecoderClient extends DecoderApi {
  /** Called when the worker itself fails (it could not be loaded, it ran out of memory): calls under way then never settle. */
  onCrash: ((message: string) => void) | null;
}

/** Starts the worker. One for a page: it holds one capture. */
export function startDecoder(): DecoderClient {
  const worker = new Worker(new URL("./decoder-worker.ts", import.meta.url), { type: "module", name: "decoder" });
  const remote = wrap<DecoderApi>(worker);
  const client: DecoderClient = {
    refusal: (files) => remote.refusal(files),
    open: (files, options, onProgress, onLost) => remote.open(files, options, proxy(onProgress), proxy(onLost)),
    cancel: () => remote.cancel(),
    overview: () => remote.overview(),
    lackingBytes: () => remote.lackingBytes(),
    setView: (spec, keep, onProgress) => remote.setView(spec, keep, proxy(onProgress)),
    framesPassing: (filter, selected) => remote.framesPassing(filter, selected),
    cancelSearch: () => remote.cancelSearch(),
    rows: (version, from, to) => remote.rows(version, from, to),
    framesBetween: (version, from, to) => remote.framesBetween(version, from, to),
    selectionFacts: (frames) => remote.selectionFacts(frames),
    selectedRows: (version, frames, from) => remote.selectedRows(version, frames, from),
    copyFrames: (request, onProgress) => remote.copyFrames(request, proxy(onProgress)),
    cancelCopy: () => remote.cancelCopy(),
    setColumns: (names) => remote.setColumns(names),
    placesOfFrames: (rows) => remote.placesOfFrames(rows),
    framesAtPlaces: (places) => remote.framesAtPlaces(places),
    setColourRules: (rules, selected) => remote.setColourRules(rules, selected),
    find: (query, onProgress) => remote.find(query, proxy(onProgress)),
    cancelFind: () => remote.cancelFind(),
    hitPlaces: (row) => remote.hitPlaces(row),
    findHit: (from, by) => remote.findHit(from, by),
    setAnnotations: (annotations) => remote.setAnnotations(annotations),
    markedPlace: (place, by) => remote.markedPlace(place, by),
    placeOf: (row) => remote.placeOf(row),
    nearestPlace: (row, by) => remote.nearestPlace(row, by),
    valuesSeen: (path) => remote.valuesSeen(path),
    namesSeen: (path) => remote.namesSeen(path),
    details: (row) => remote.details(row),
    frameBytes: (row, offset, length) => remote.frameBytes(row, offset, length),
    nextChange: (time, by) => remote.nextChange(time, by),
    diagnosis: () => remote.diagnosis(),
    outstandingAt: (time) => remote.outstandingAt(time),
    statistics: (onlyShown) => remote.statistics(onlyShown),
    activity: (spans) => remote.activity(spans),
    overTime: (filter, spans) => remote.overTime(filter, spans),
    lanes: (grouping) => remote.lanes(grouping),
    timelineSpans: (query) => remote.timelineSpans(query),
    timelineHit: (grouping, track, from, to) => remote.timelineHit(grouping, track, from, to),
    timelinePlace: (grouping, row) => remote.timelinePlace(grouping, row),
    sequence: (from, to, most) => remote.sequence(from, to, most),
    follow: (target) => remote.follow(target),
    followLines: (target, from, to) => remote.followLines(target, from, to),
    followPlace: (target, row) => remote.followPlace(target, row),
    followText: (target, most) => remote.followText(target, most),
    onCrash: null,
  };
  worker.addEventListener("error", (event) => client.onCrash?.(event.message || "it could not be loaded"));
  return client;
}
