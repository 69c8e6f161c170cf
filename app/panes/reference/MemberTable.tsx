import { useEffect, useRef, type ReactElement, type ReactNode, type RefObject } from "react";
import { objectsOf, typeText, type ObjectShape, type PayloadField, type Shape } from "../../../src-decoder/index.ts";
import { Link } from "./Link.tsx";

interface MemberTableProps {
  readonly shape: ObjectShape;
  /** The member that the address names; it is marked and brought into view. */
  readonly item: string | null;
  /** Address of the page of the object. */
  readonly path: string;
}

const WIDTHS = ["20%", "18%", "56px", "76px"];

const PRESENCE = { always: "always", "on-success": "on success", optional: "" } as const;

/** The members of an object: name, type, unit, what it is, what its absence means, its values. */
export function MemberTable({ shape, item, path }: MemberTableProps): ReactElement {
  const named = useNamedRow<HTMLTableRowElement>(item);
  if (shape.fields.length === 0) return <p className="faint">It has no members of its own.</p>;
  return (
    <table className="reference-table">
      <Columns widths={WIDTHS} />
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Type</th>
          <th scope="col">Unit</th>
          <th scope="col">Present</th>
          <th scope="col">What it is</th>
        </tr>
      </thead>
      <tbody>
        {shape.fields.map((field) => (
          <tr
            key={field.name}
            ref={field.name === item ? named : undefined}
            className={field.name === item ? "reference-named" : undefined}
          >
            <th scope="row" className="data">
              <Link path={`${path}/${field.name}`}>{field.name}</Link>
            </th>
            <td className="data">
              <TypeText shape={field.shape} />
            </td>
            <td className="data">{field.unit ?? ""}</td>
            <td>{PRESENCE[field.presence]}</td>
            <td>
              <FieldWords field={field} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FieldWords({ field }: { field: PayloadField }): ReactElement {
  const { text, absent, guests, deprecated } = field;
  return (
    <>
      {text} {absent !== null && <span className="reference-absent">{absent}</span>}
      {guests.length > 0 && <span className="reference-guests">{guests.join(", ")}</span>}
      {deprecated !== null && <p className="reference-deprecated">No longer used: {deprecated}</p>}
      <Values shape={valuesOf(field.shape)} />
    </>
  );
}

/** The shape whose values are listed: of a list those of its elements. */
function valuesOf(shape: Shape): Shape {
  if (shape.kind === "array") return valuesOf(shape.items);
  return shape.kind === "map" ? valuesOf(shape.values) : shape;
}

/** Values of an enumeration, bits of flags, forms of a choice. */
function Values({ shape }: { shape: Shape }): ReactElement | null {
  if (shape.kind === "enumeration") {
    return (
      <ValueList
        values={shape.values.map(({ value, text }) => [String(value), text])}
        rest={shape.open ? "Others may occur." : null}
      />
    );
  }
  if (shape.kind === "flags") {
    return (
      <ValueList
        values={shape.flags.map(({ mask, name, text }) => [`0x${mask.toString(16)} ${name}`, text])}
        rest={null}
      />
    );
  }
  if (shape.kind !== "choice") return null;
  return (
    <ul className="reference-forms">
      {shape.variants.map(({ when, text, shape: form, guests }) => (
        <li key={`${text}${typeText(form)}`}>
          {when.by === "sibling" && (
            <span className="data">
              {when.name} {when.values.join(", ")}:{" "}
            </span>
          )}
          <span className="data">
            <TypeText shape={form} />
          </span>{" "}
          {text}
          {guests.length > 0 && <span className="reference-guests">{guests.join(", ")}</span>}
        </li>
      ))}
    </ul>
  );
}

function ValueList({ values, rest }: { values: readonly (readonly string[])[]; rest: string | null }): ReactElement {
  return (
    <dl className="reference-values">
      {values.map(([value, text]) => (
        <div key={value}>
          <dt className="data">{value}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {rest !== null && <p className="faint">{rest}</p>}
    </dl>
  );
}

/** More are not told in the column of types, but listed. */
const MOST_FORMS = 5;

/** The words for a type, with the names of objects as links. */
function TypeText({ shape }: { shape: Shape }): ReactNode {
  const objects = objectsOf(shape);
  const [object] = objects;
  if (object === undefined) return typeText(shape);
  if (objects.length > MOST_FORMS) return "one of several forms";
  if (shape.kind === "choice") {
    return objects.map(({ name }, place) => (
      <span key={name}>
        {place > 0 && " or "}
        <Link path={`objects/${name}`}>{name}</Link>
      </span>
    ));
  }
  const words = typeText(shape);
  const at = words.lastIndexOf(object.name);
  if (at < 0) return words;
  return (
    <>
      {words.slice(0, at)}
      <Link path={`objects/${object.name}`}>{object.name}</Link>
      {words.slice(at + object.name.length)}
    </>
  );
}

/** Columns of these widths, and one that has the rest. */
export function Columns({ widths }: { widths: readonly string[] }): ReactElement {
  return (
    <colgroup>
      {widths.map((width, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a column is its place
        <col key={place} style={{ width }} />
      ))}
      <col />
    </colgroup>
  );
}

/** Brings the row that the address names into view, once for each address. */
export function useNamedRow<T extends HTMLElement>(item: string | null): RefObject<T | null> {
  const row = useRef<T>(null);
  useEffect(() => {
    if (item !== null) row.current?.scrollIntoView({ block: "start" });
  }, [item]);
  return row;
}
