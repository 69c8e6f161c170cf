/**
 * Names and meanings of the HRESULTs that `Result` carries (hcsshim internal/bridgeutils/gcserr/errors.go, internal/hcs/errors.go).
 * A result is signed 32-bit on the wire and written as eight hexadecimal digits.
 */

/** A known HRESULT: its names and what it means here. */
export interface ResultCode {
  /** The value as an unsigned 32-bit number. */
  readonly value: number;
  /** The guest's own symbol where it has one, else the host's: what the sources and the web are searched for. */
  readonly symbol: string;
  /** Other names of the value, in the host's sources and in Windows' headers; the host uses some names for two values. */
  readonly aliases: readonly string[];
  /** What it says, one sentence. */
  readonly meaning: string;
}

function code(value: number, symbol: string, meaning: string, ...aliases: string[]): ResultCode {
  return { value, symbol, meaning, aliases };
}

export const RESULT_CODES: readonly ResultCode[] = [
  code(0x0000_0000, "S_OK", "The request was done."),
  code(
    0x8000_4001,
    "HrNotImpl",
    "The guest does not know this message, or it was not agreed on when the bridge was negotiated.",
    "E_NOTIMPL",
  ),
  code(
    0x8000_4005,
    "HrFail",
    "Any error that the guest has no code for, errno values included; the error text says which.",
    "E_FAIL",
  ),
  code(
    0x8007_0490,
    "HrErrNotFound",
    "The process, network adapter or other part named in the request does not exist.",
    "ErrElementNotFound",
  ),
  code(0x8007_0057, "HrErrInvalidArg", "An id or argument is not valid.", "E_INVALIDARG"),
  code(
    0xc037_0109,
    "HvVmcomputeTimeout",
    "WaitForProcess waited as long as its TimeoutInMs, and the process still runs.",
    "ERROR_VMCOMPUTE_TIMEOUT",
  ),
  code(
    0xc037_010b,
    "HrVmcomputeUnknownMessage",
    "The receiver does not know the message.",
    "ErrVmcomputeUnknownMessage",
    "ERROR_VMCOMPUTE_UNKNOWN_MESSAGE",
  ),
  code(
    0xc037_010c,
    "HrVmcomputeUnsupportedProtocolVersion",
    "Host and guest have no protocol version in common.",
    "ERROR_VMCOMPUTE_UNSUPPORTED_PROTOCOL_VERSION",
  ),
  code(
    0xc037_010d,
    "HrVmcomputeInvalidJSON",
    "The payload is not JSON, or not JSON of the expected form.",
    "ErrVmcomputeInvalidJSON",
    "ERROR_VMCOMPUTE_INVALID_JSON",
  ),
  code(
    0xc037_010e,
    "HrVmcomputeSystemNotFound",
    "There is no container with this id; normal in answer to a shutdown after the container has ended.",
    "ErrComputeSystemDoesNotExist",
    "ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND",
  ),
  code(
    0xc037_010f,
    "HrVmcomputeSystemAlreadyExists",
    "A container with this id exists already.",
    "ERROR_VMCOMPUTE_SYSTEM_ALREADY_EXISTS",
  ),
  code(
    0xc037_0110,
    "HrVmcomputeSystemAlreadyStopped",
    "The container is not running.",
    "ErrVmcomputeAlreadyStopped",
    "ERROR_VMCOMPUTE_SYSTEM_ALREADY_STOPPED",
  ),
  code(
    0x8037_0105,
    "HrVmcomputeInvalidState",
    "The container is in the wrong state for this: still running, or still being created.",
    "ErrVmcomputeOperationInvalidState",
    "HCS_E_INVALID_STATE",
  ),
  code(0x0000_0005, "ErrVmcomputeOperationAccessIsDenied", "Access was denied.", "ERROR_ACCESS_DENIED"),
  code(0x0000_0006, "ErrHandleClose", "A handle was used after it was closed.", "ERROR_INVALID_HANDLE"),
  code(0x0000_000d, "ERROR_INVALID_DATA", "The data is not valid.", "ErrInvalidData"),
  code(0x0000_001f, "ERROR_GEN_FAILURE", "A part of the system does not work; what a sidecar's answers begin as."),
  code(0x0000_0032, "ErrNotSupported", "The receiver does not support this.", "ERROR_NOT_SUPPORTED"),
  code(0x0000_007f, "ErrProcNotFound", "A function that was called is not in its library.", "ERROR_PROC_NOT_FOUND"),
  code(0x0000_0490, "ErrElementNotFound", "What was named does not exist.", "ERROR_NOT_FOUND"),
  code(0x0000_06be, "RPC_S_CALL_FAILED", "A remote procedure call inside Windows failed."),
  code(0x8007_000d, "ErrInvalidData", "The data is not valid.", "ERROR_INVALID_DATA"),
  code(
    0x8037_0110,
    "ErrVmcomputeAlreadyStopped",
    "The container is not running; what 0xC0370110 says, in the host's form.",
    "HCS_E_SYSTEM_ALREADY_STOPPED",
  ),
  code(
    0x8037_0118,
    "hcsErrOperationTimeout",
    "An operation of the host compute service did not end in time.",
    "HCS_E_OPERATION_TIMEOUT",
  ),
  code(0x8037_011f, "ErrProcessAlreadyStopped", "The process has ended already.", "HCS_E_PROCESS_ALREADY_STOPPED"),
  code(
    0xc037_0103,
    "ErrVmcomputeOperationPending",
    "The operation goes on; its end is told later.",
    "ERROR_VMCOMPUTE_OPERATION_PENDING",
  ),
  code(
    0xc037_0105,
    "ErrVmcomputeOperationInvalidState",
    "The container is in the wrong state for this; what 0x80370105 says, in the guest's form.",
    "ERROR_VMCOMPUTE_INVALID_STATE",
  ),
  code(
    0xc037_0106,
    "ErrVmcomputeUnexpectedExit",
    "The virtual machine or container ended while it was being started.",
    "ERROR_VMCOMPUTE_UNEXPECTED_EXIT",
  ),
  code(0xc035_1000, "ERROR_HV_NOT_PRESENT", "No hypervisor runs on the host."),
  code(0xc03a_0013, "ERROR_VHD_INVALID_FILE_SIZE", "The file of a virtual disk has a size that cannot be."),
];

const BY_VALUE = new Map(RESULT_CODES.map((row) => [row.value, row]));

/** The row of a signed result; null where it is not known. */
export function resultCode(signed: number): ResultCode | null {
  return BY_VALUE.get(signed >>> 0) ?? null;
}

/** The symbol of a signed result; null where it is not known. */
export function resultName(signed: number): string | null {
  return resultCode(signed)?.symbol ?? null;
}

/** `0xC037010E`, as people search for it. */
export function formatResult(signed: number): string {
  return `0x${(signed >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;
}

/** Beginnings of names that say where in hcsshim's sources they are declared. */
const DECLARED = /^(?:HrVmcompute|HrErr|HvVmcompute|ErrVmcomputeOperation|ErrVmcompute|Hr|Err)(?=[A-Z])/;

/** The name without what says where it is declared: `SystemNotFound`. Null where there is none. */
export function shortResultName(signed: number): string | null {
  const name = resultName(signed);
  return name === null ? null : shortened(name);
}

function shortened(name: string): string {
  return name.replace(DECLARED, "");
}

/** Signed values of all results with this name, be it a symbol, an alias or either without its beginning, in any case. */
export function resultsNamed(name: string): readonly number[] {
  const lower = name.toLowerCase();
  return RESULT_CODES.filter(({ symbol, aliases }) =>
    [symbol, ...aliases].some((known) => known.toLowerCase() === lower || shortened(known).toLowerCase() === lower),
  ).map(({ value }) => value | 0);
}
