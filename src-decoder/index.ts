/** The public surface of the decoder. The page, the command line and the tests import nothing deeper, but for tests of one part. */
export type { ByteSource } from "./bytes/byte-source.ts";
export { MemorySource } from "./bytes/byte-source.ts";
export type { Issue } from "./bytes/issues.ts";
export { IssueList } from "./bytes/issues.ts";
export { isCutOff, isDamage } from "./capture-file/damage.ts";
export type { ReadonlyColumn } from "./bytes/columns.ts";
export { StringTable } from "./bytes/string-table.ts";
export type { CaptureComment, CaptureInterface, Packet } from "./capture-file/packet.ts";
export { endpointText } from "./network/endpoint-text.ts";
export type { Endpoint, Transport } from "./network/segment.ts";
export type { Connection, ConnectionEvent, ConnectionEventKind } from "./stream/stream-sink.ts";
export { NO_ROW } from "./stream/stream-sink.ts";
export type { ByteRun } from "./bytes/byte-run.ts";
export type { Bridge, Capture, CaptureSource, Direction, Frames, Range, Stream } from "./model/capture.ts";
export { FRAME } from "./model/capture.ts";
export type { PacketComments } from "./model/packet-comments.ts";
export { packetComments } from "./model/packet-comments.ts";
export type { FilePiece } from "./stream/pieces.ts";
export type { UnframedReason } from "./bridge/frame-sink.ts";
export type { MessageKind, TypeParts } from "./bridge/header.ts";
export {
  HEADER_BYTES,
  MAX_HOST_RECEIVE,
  SIDECAR_ERROR_TYPE,
  formatId,
  formatType,
  messageKind,
  typeParts,
} from "./bridge/header.ts";
export type { Procedure } from "./bridge/procedures.ts";
export { PROCEDURES, procedureName, procedureOf } from "./bridge/procedures.ts";
export type { ResultCode } from "./bridge/result-codes.ts";
export { RESULT_CODES, formatResult, resultCode, resultName, shortResultName } from "./bridge/result-codes.ts";
export { parsePayload } from "./bridge/payload-json.ts";
export type { PayloadParts, PayloadProblem } from "./bridge/payload-tree.ts";
export { NO_NODE, PayloadTree } from "./bridge/payload-tree.ts";
export type { FormattedPayload, RowPart, TextPlace } from "./bridge/payload-format.ts";
export { placeOfBytes } from "./bridge/payload-places.ts";
export { formatPayload, placeOfRow, rowAtLine } from "./bridge/payload-format.ts";
export type { Field as PayloadField, Guest, ObjectShape, Shape } from "./bridge/shapes/shape.ts";
export type { MessageShape } from "./bridge/shapes/index.ts";
export { MESSAGES, shapeOf } from "./bridge/shapes/index.ts";
export { fieldPaths, fieldText, objectsOf, resolve as resolveField } from "./bridge/shapes/resolve.ts";
export { ShapesOnDemand, assignShapes } from "./bridge/shapes/assign.ts";
export { typeText } from "./bridge/shapes/type-text.ts";
export type { Finding as PayloadFinding } from "./bridge/shapes/validate.ts";
export { validate as validatePayload } from "./bridge/shapes/validate.ts";
export { jsonSchemaOf } from "./bridge/shapes/json-schema.ts";
export type { Scalar } from "./bridge/shapes/describe.ts";
export { describeValue } from "./bridge/shapes/describe.ts";
export { HV_ADDRESSES, HV_SERVICES, SCSI_CONTROLLERS, VSOCK_PORTS } from "./bridge/shapes/addresses.ts";
export { POLICY_DECISION_MEMBERS, decodePolicyDecision, policyMemberText } from "./bridge/shapes/policy-decision.ts";
export { SIGNAL_NUMBERS, signalOf } from "./bridge/shapes/signals.ts";
export { CaptureReader } from "./capture-reader.ts";
export type { ReadFailure, ReadOptions, ReadProgress, ReadResult } from "./capture-reader.ts";
export { readFrame, readStream } from "./model/read-stream.ts";
export type { StreamBytes } from "./model/read-stream.ts";
export { headerFields } from "./bridge/header-fields.ts";
export type { HeaderBits, HeaderField } from "./bridge/header-fields.ts";
export { longestValues } from "./model/longest-values.ts";
export type { LongestValues } from "./model/longest-values.ts";
export { summarize } from "./model/summary.ts";
export type { CaptureSummary, ResultCount, TypeCount } from "./model/summary.ts";
export { linkTypeText } from "./network/link-types.ts";
export type { ColumnField, ColumnHints, Field } from "./query/fields/field.ts";
export { EXPORT_FIELDS, FIELDS, fieldOf } from "./query/fields/fields.ts";
export type { FieldValue } from "./query/fields/values.ts";
export type { InfoFrames } from "./query/info/info.ts";
export { INFO_BYTES, infoOf, readInfo } from "./query/info/info.ts";
export type { PayloadTap } from "./model/capture-build.ts";
export { formatDuration, formatInstant, textReader, valueReader } from "./query/fields/values.ts";
export type { Expression as FilterExpression, Fault as FilterFault } from "./query/language/syntax.ts";
export type { Parsed as ParsedFilter } from "./query/language/parse.ts";
export { parse as parseFilter } from "./query/language/parse.ts";
export { print as printFilter } from "./query/language/print.ts";
export { quote as quoteFilterText } from "./query/language/quoted.ts";
export { describe as describeFilter, usesSelection } from "./query/language/describe.ts";
export type { FilterJoin, ValueSubject } from "./query/language/combine.ts";
export {
  expressionOf as filterExpression,
  joinFilter,
  payloadField,
  subjectFilter,
  writeLiteral,
} from "./query/language/combine.ts";
export { nearest as nearestName } from "./query/language/nearest.ts";
export { secondsText } from "./bytes/seconds-text.ts";
export { lowerFirst } from "./bytes/count-text.ts";
export { askPeer } from "./query/language/ask-peer.ts";
export { unknownMembers } from "./query/payload/unknown-members.ts";
export { hasCondition, toggleCondition } from "./query/language/toggle.ts";
export { annotationsOf } from "./query/rows/annotations.ts";
export { asksFor } from "./query/filter/asks-for.ts";
export { RowRanges, numbersFilter } from "./query/rows/row-ranges.ts";
export { readMoment } from "./query/language/moment.ts";
export type { RowTest } from "./query/filter/compile.ts";
export type { ColumnFilter, Filter, FilterOptions, FilterResult, PayloadFilter } from "./query/filter/filter.ts";
export { compileFilter } from "./query/filter/filter.ts";
export { isOfDiagnosis, needsDiagnosis } from "./query/filter/needs-diagnosis.ts";
export type { RegexRunner } from "./query/language/patterns.ts";
export { Patterns } from "./query/language/patterns.ts";
export type { FindResult } from "./query/find/find.ts";
export type { FindSpec } from "./query/find/find-sought.ts";
export type { MatchRunner } from "./query/find/find-places.ts";
export { MOST_PLACES, findPlaces } from "./query/find/find-places.ts";
export { isBegunBytes } from "./query/find/find-sought.ts";
export { compileFind } from "./query/find/find.ts";
export { concatRows, filterRows, filterSlices } from "./query/filter/filter-rows.ts";
export type { PayloadHits } from "./query/filter/filter-payload-rows.ts";
export { filterPayloadRows, payloadBytes, settledRows } from "./query/filter/filter-payload-rows.ts";
export type { ColumnReader } from "./query/columns/column-reader.ts";
export type { ColumnChoice } from "./query/columns/column-choices.ts";
export { columnChoice, columnChoices } from "./query/columns/column-choices.ts";
export { columnReader, isColumn } from "./query/columns/column-reader.ts";
export type { FoundValue } from "./query/payload/payload-values.ts";
export { MOST_CHARACTERS } from "./query/payload/payload-values.ts";
export type { Arrival } from "./query/columns/payload-keys.ts";
export { expectInfo, readAhead } from "./query/columns/payload-keys.ts";
export { InfoOrder } from "./query/columns/info-order.ts";
export { sortRowsBy } from "./query/columns/sort-column.ts";
export { sortRows } from "./query/columns/sort-rows.ts";
export { exchangeRows } from "./query/filter/exchanges.ts";
export type { Completion } from "./query/completion/complete.ts";
export type { Seen as SeenInCapture } from "./query/completion/complete-values.ts";
export type { CompletionItem, CompletionKind } from "./query/completion/completion-items.ts";
export { complete as completeFilter } from "./query/completion/complete.ts";
export { isBegunPath } from "./query/payload/payload-names.ts";
export type { ValueCount, ValueCounts } from "./query/completion/value-counts.ts";
export { countNames } from "./query/completion/name-counts.ts";
export { countValues } from "./query/completion/value-counts.ts";
export type { Piece as FilterPiece, PieceKind } from "./query/language/highlight.ts";
export { highlight as highlightFilter } from "./query/language/highlight.ts";
export { byteCharacter, gapText, goSlice, hexByte, hexDigits, hexText } from "./export/byte-text.ts";
export { Cells } from "./export/cells.ts";
export { csvLine } from "./export/csv.ts";
export { frameJson } from "./export/frame-json.ts";
export type { FrameView } from "./export/frame-view.ts";
export { commentsOf, payloadFields, viewFrame } from "./export/frame-view.ts";
export type { FrameForm, FrameWriter } from "./export/frame-writer.ts";
export { frameWriter } from "./export/frame-writer.ts";
export { hexDump } from "./export/hex-dump.ts";
export type { Sha256 } from "./export/payload-digest.ts";
export { Exchanges, OUTCOME, OUTCOME_NAMES } from "./correlate/exchanges.ts";
export type { Outcome, OutcomeName } from "./correlate/exchanges.ts";
export { openTimes } from "./correlate/bridge-life.ts";
export type { BridgeLife, ConnectionEnd, ConnectionLife, Party } from "./correlate/bridge-life.ts";
export { Correlation } from "./correlate/correlation.ts";
export type { Container, ContainerState, IllegalStep, LifeStep } from "./correlate/containers.ts";
export { NULL_CONTAINER } from "./correlate/containers.ts";
export type { Process, ProcessDetails } from "./correlate/processes.ts";
export type { Relay, RelayState, StdioName } from "./correlate/relays.ts";
export type { Relays } from "./correlate/relays.ts";
export type { HopPair, HopTimes } from "./correlate/hops.ts";
export { hopTimes } from "./correlate/hops.ts";
export type { ExchangeState, OpenExchange, WaitState, Waits } from "./correlate/state-at.ts";
export type { Activity, CallStatistics, CaptureStatistics } from "./correlate/statistics.ts";
export { LATENCY_EDGES } from "./correlate/statistics.ts";
export { Changes } from "./correlate/changes.ts";
export type { OutstandingSpans } from "./correlate/changes.ts";
export type { GapTime } from "./correlate/gap-times.ts";
export { gapTimes } from "./correlate/gap-times.ts";
export type { TimelineHit, TimelinePlace, TimelineWindow } from "./correlate/timeline.ts";
export { Timeline } from "./correlate/timeline.ts";
export type { TimelineSpans } from "./correlate/timeline-spans.ts";
export { LOOK } from "./correlate/timeline-spans.ts";
export type { Lane, LaneGrouping } from "./correlate/timeline-lanes.ts";
export { Conversation } from "./correlate/conversation.ts";
export type { FollowedRelay, StdioChunk } from "./correlate/conversation-extras.ts";
export type { FollowTarget, TargetWords } from "./correlate/follow-target.ts";
export { findTargets } from "./correlate/follow-target.ts";
export type { ConversationLine, EventLine, FrameLine, StdioLine } from "./query/conversation/conversation-lines.ts";
export { ConversationReader, conversationNotices } from "./query/conversation/conversation-lines.ts";
export {
  LONG_PAUSE,
  conversationText,
  followTitle,
  frameText,
  stdioText,
} from "./query/conversation/conversation-text.ts";
export { diagnose } from "./diagnose/diagnose.ts";
export type { Evidence } from "./diagnose/evidence.ts";
export { frameFindings } from "./diagnose/frame-findings.ts";
export { RULES as DIAGNOSIS_RULES } from "./diagnose/rules/index.ts";
export { SEVERITIES, findingKey, isAtLeast } from "./diagnose/finding.ts";
export type { Diagnosis, Finding, Outstanding, OutstandingState, Severity, Verdict } from "./diagnose/finding.ts";
