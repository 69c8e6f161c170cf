/**
 * vsock ports and GUIDs of Hyper-V sockets by what they are for (hcsshim internal/gcs/prot, internal/vm/vmutils/constants.go, go-winio
 * VsockServiceID, internal/protocol/guestrequest ScsiControllerGuids; bridge.md 2.0 and 3).
 */

/** The port of the bridge in Linux guests; those of streams follow it, one for each stream, and none is used twice. */
export const BRIDGE_PORT = 0x4000_0000;

/** What a GUID's last part is when its first is a vsock port. */
const VSOCK_TEMPLATE = /^([0-9a-f]{8})-facb-11e6-bd58-64006a7986d3$/i;

/** The vsock port that a service GUID stands for; null where it stands for none. */
export function portOfService(guid: string): number | null {
  const digits = VSOCK_TEMPLATE.exec(guid)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

export const NULL_GUID = "00000000-0000-0000-0000-000000000000";

/** vsock ports of the host by what they are for; those of streams follow the bridge's. */
export const VSOCK_PORTS: ReadonlyMap<number, string> = new Map([
  [1, "Entropy: the guest dials, and the host writes 512 random bytes."],
  [109, "Logs: the guest dials and writes JSON lines."],
  [564, "Plan 9: folders of the host."],
  [BRIDGE_PORT, "The bridge."],
]);

/** Hyper-V socket services of Windows guests. */
export const HV_SERVICES: ReadonlyMap<string, string> = new Map([
  ["acef5661-84a1-4e44-856b-6245e69f4620", "The bridge of a Windows guest."],
  ["ae8da506-a019-4553-a52b-902bc0fa0411", "The bridge between host and confidential sidecar."],
  ["172dad59-976d-45f2-8b6c-6d1b13f2ac4d", "Logs of a Windows guest."],
]);

/** Addresses of Hyper-V sockets that mean no single virtual machine. */
export const HV_ADDRESSES: ReadonlyMap<string, string> = new Map([
  [NULL_GUID, "Any virtual machine, the wildcard."],
  ["a42e7cda-d03f-480c-9cc2-a4de20abb878", "The host, as seen from a virtual machine."],
  ["894cc2d6-9d79-424f-93fe-42969ae6d8d1", "The host, as hcsshim names it to Windows guests."],
  ["e0e16197-dd56-4a10-9195-5ee7a155a838", "The same system, over loopback."],
]);

/** Instances on the VM bus of SCSI controllers, by their number. */
export const SCSI_CONTROLLERS: readonly string[] = [
  "df6d0690-79e5-55b6-a5ec-c1e2f77f580a",
  "0110f83b-de10-5172-a266-78bca56bf50a",
  "b5d2d8d4-3a75-51bf-945b-3444dc6b8579",
  "305891a9-b251-5dfe-91a2-c25d9212275b",
];

/** What a vsock port of the host is for; null where it is none of the bridge's. */
export function vsockPortMeaning(port: number): string | null {
  const known = VSOCK_PORTS.get(port);
  if (known !== undefined) return known;
  return port > BRIDGE_PORT && port < 0x8000_0000
    ? `Stream ${port - BRIDGE_PORT} of this bridge, counted from 1.`
    : null;
}

/** What a Hyper-V socket service is for, be it one of Windows guests or a vsock port in a GUID; null where it is not known. */
export function serviceMeaning(guid: string): string | null {
  const known = HV_SERVICES.get(guid.toLowerCase());
  if (known !== undefined) return known;
  const port = portOfService(guid);
  if (port === null) return null;
  const meaning = vsockPortMeaning(port);
  return meaning === null ? `vsock port ${port}.` : `vsock port ${port}. ${meaning}`;
}

/** Whom an address of Hyper-V sockets means; null where it is one virtual machine's own. */
export function addressMeaning(guid: string): string | null {
  return HV_ADDRESSES.get(guid.toLowerCase()) ?? null;
}

/** Instance GUID on the VM bus of a SCSI controller, from 0; null where there is no such controller. */
export function scsiControllerGuid(controller: number): string | null {
  return SCSI_CONTROLLERS[controller] ?? null;
}

/** What a GUID is known as, whatever it is; null where it is not. */
export function guidMeaning(guid: string): string | null {
  const lower = guid.toLowerCase();
  if (lower === NULL_GUID) return "The null GUID.";
  const controller = SCSI_CONTROLLERS.indexOf(lower);
  if (controller >= 0) return `SCSI controller ${controller} on the VM bus.`;
  return serviceMeaning(lower) ?? addressMeaning(lower);
}
