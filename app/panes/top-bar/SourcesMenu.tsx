import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { commandById, runCommand } from "../../commands.ts";
import { visible } from "../../format/ids.ts";
import { byteSize, count, counted } from "../../format/numbers.ts";
import { filesRead } from "../../format/source-files.ts";
import { durationText } from "../../format/time.ts";
import { MenuCheck, MenuContent, MenuItem, MenuLabel, MenuLine, SubMenu } from "../../parts/Menu.tsx";
import { MiddleText } from "../../parts/MiddleText.tsx";
import { useStore } from "../../state/store.ts";
import type { ConnectionInfo } from "../../worker/contract/capture.ts";

/** Connections and ports listed; a busy capture can have thousands beside the bridge. */
const MOST_LISTED = 16;

/** Frames whose packets have a comment. */
const COMMENTED = "packetComment";

/** What is open: files, connections, which of them are bridges, and the say in what is taken for one. */
export function SourcesMenu(): ReactElement {
  const files = useStore((state) => state.files);
  const name = files.length === 1 ? (files[0]?.name ?? "") : counted(files.length, "file");
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="sources" aria-label={`Sources: ${visible(name)}`} title={visible(name)}>
        <MiddleText text={name} className="sources-name data" />
        <ChevronDown size={13} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuContent label="Sources">
        <CommandMenuItem id="open" />
        <CommandMenuItem id="close" />
        <MenuLine />
        <Files />
        <MenuLine />
        <Connections />
      </MenuContent>
    </DropdownMenu.Root>
  );
}

function Files(): ReactElement {
  const files = useStore((state) => state.files);
  const overview = useStore((state) => state.overview);
  const applyFilter = useStore((state) => state.applyFilter);
  const isOver = useStore((state) => state.phase === "read");
  const part = useStore((state) => state.partRead);
  const packetComments = overview?.packetComments ?? 0;
  const reads = filesRead(files, overview);
  return (
    <>
      <MenuLabel>{files.length === 1 ? "File" : "Files, read as one capture"}</MenuLabel>
      {files.map((file, index) => {
        const read = reads[index] ?? null;
        const facts = [
          ...(read === null || read.format === "" ? [] : [read.format]),
          byteSize(file.size),
          ...(read === null ? [] : [counted(read.packets, "packet")]),
          ...(read === null && isOver ? ["could not be read"] : []),
        ];
        return (
          // Files of several folders can have the same name: the place is the identity.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index}>
            <div className="source">
              <MiddleText text={file.name} className="source-name data" />
              <span className="faint">{facts.join(", ")}</span>
            </div>
            {read?.comments.map((comment, place) => (
              // A file's comments do not change, and equal ones can repeat: the place is the identity.
              // eslint-disable-next-line react/no-array-index-key
              <div key={place} className="source-comment faint" title={comment}>
                {comment}
              </div>
            ))}
          </div>
        );
      })}
      {part !== null && (
        <div className="source">
          Reading ended after {byteSize(part.bytesRead)} of {byteSize(part.bytesTotal)}
        </div>
      )}
      {overview !== null && overview.start !== null && (
        <div className="source faint">
          {overview.start.slice(0, 19).replace("T", " ")} UTC, {durationText(overview.durationNs)}
        </div>
      )}
      {packetComments > 0 && (
        <MenuItem onSelect={() => void applyFilter(COMMENTED)}>
          Show frames of {counted(packetComments, "packet comment")}
        </MenuItem>
      )}
    </>
  );
}

/** Drawn only while the menu is open: a capture may have very many. */
function Connections(): ReactElement {
  const overview = useStore((state) => state.overview);
  const connections = overview?.connections ?? [];
  const listed = connections.toSorted((a, b) => Number(b.bridge > 0) - Number(a.bridge > 0) || b.bytes - a.bytes);
  const withBytes = listed.filter(({ bytes }) => bytes > 0);
  const shown = withBytes.slice(0, MOST_LISTED);
  const bridges = connections.filter(({ bridge }) => bridge > 0).length;
  return (
    <>
      <MenuLabel>
        {counted(connections.length, "connection")}, {count(bridges)} of the bridge
      </MenuLabel>
      {shown.map((connection) => (
        <ConnectionLine key={connection.index} connection={connection} />
      ))}
      {shown.length < listed.length && (
        <div className="source faint">
          {count(listed.length - shown.length)} more{shown.length === withBytes.length && ", without a byte"}
        </div>
      )}
      <PortChoices connections={listed} />
    </>
  );
}

function ConnectionLine({ connection }: { connection: ConnectionInfo }): ReactElement {
  const { bridge, host, guest, frames, bytes, gaps, transport } = connection;
  const facts = [
    bridge > 0 ? counted(frames, "frame") : transport,
    byteSize(bytes),
    ...(gaps > 0 ? [counted(gaps, "gap")] : []),
  ];
  return (
    <div className="source" data-bridge={bridge > 0 || undefined}>
      <span className="source-name data">
        {host} {bridge > 0 ? "→" : "↔"} {guest}
      </span>
      {bridge > 0 && <span className="source-bridge">bridge {bridge}</span>}
      <span className="faint">{facts.join(", ")}</span>
    </div>
  );
}

/** Ports that the user may say are bridges: the capture is then read again. Those chosen come first, to be taken back. */
function PortChoices({ connections }: { connections: readonly ConnectionInfo[] }): ReactElement | null {
  const chosen = useStore((state) => state.bridgePorts);
  const setBridgePorts = useStore((state) => state.setBridgePorts);
  const offered = connections.flatMap(({ port, bridge }) => (port === null || bridge > 0 ? [] : [port]));
  const ports = [...new Set([...chosen, ...offered])].slice(0, MOST_LISTED);
  if (ports.length === 0) return null;
  return (
    <>
      <MenuLine />
      <SubMenu label="Treat a port as a bridge">
        {ports.map((port) => (
          <MenuCheck
            key={port}
            checked={chosen.includes(port)}
            onSelect={() =>
              void setBridgePorts(chosen.includes(port) ? chosen.filter((each) => each !== port) : [...chosen, port])
            }
          >
            Port {port}
          </MenuCheck>
        ))}
      </SubMenu>
    </>
  );
}

function CommandMenuItem({ id }: { id: string }): ReactElement | null {
  const command = commandById(id);
  if (command === undefined) return null;
  return (
    <MenuItem keys={command.keys[0]} onSelect={() => runCommand(command)}>
      {command.title}
    </MenuItem>
  );
}
