import { FileDown } from "lucide-react";
import type { ReactElement } from "react";
import { commandById, runCommand } from "../../commands.ts";
import { Button } from "../../parts/Button.tsx";
import { SampleList } from "./SampleList.tsx";
import "./start.css";

/** What can be opened, by its content. */
const SUPPORTED = [
  { what: "Capture files", which: "pcap and pcapng, micro- and nanosecond, both byte orders" },
  { what: "Links", which: "Ethernet, VLAN, Linux cooked, raw IP, loopback, VSOCK, USER0 to USER15; IPv4, IPv6, TCP" },
  {
    what: "Byte streams",
    which: "what one end sent, as it is; two files together are the two directions of one bridge",
  },
] as const;

/** Nothing is open: how to open something, and what there is to look at. */
export function StartScreen(): ReactElement {
  const open = commandById("open");
  return (
    <main className="start">
      <div className="start-column">
        <section className="start-drop" aria-labelledby="start-title">
          <FileDown size={28} strokeWidth={1.5} aria-hidden="true" />
          <h1 id="start-title">Open a capture of the HCS-GCS bridge</h1>
          <p>Drop files anywhere on this page. Several files are read as one capture.</p>
          {open !== undefined && (
            <Button primary keys={open.keys[0] ?? ""} onClick={() => runCommand(open)}>
              Open files
            </Button>
          )}
        </section>
        <SampleList />
        <section aria-labelledby="supported-title">
          <h2 id="supported-title">What can be read</h2>
          <dl className="start-supported">
            {SUPPORTED.map(({ what, which }) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{which}</dd>
              </div>
            ))}
          </dl>
        </section>
        <p className="start-privacy">Files are read in this browser. Nothing of them leaves this computer.</p>
      </div>
    </main>
  );
}
