/** Values that fit a shape, and values that nearly do. */
import fc from "fast-check";
import type { ObjectShape, PayloadField, Shape } from "../../src-decoder/index.ts";

type Json = unknown;

/** Values of the shape's kind at every place; `wrong` of a hundred places hold something else. Depth is bounded by the shape's own. */
export function valueFor(shape: Shape, wrong: number): fc.Arbitrary<Json> {
  const right = rightValueFor(shape, wrong);
  return wrong === 0
    ? right
    : fc.oneof({ weight: 100 - wrong, arbitrary: right }, { weight: wrong, arbitrary: anything });
}

const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom(-1, 256, 2 ** 32, 1.5, "Add", "MappedVirtualDisk"),
);

function rightValueFor(shape: Shape, wrong: number): fc.Arbitrary<Json> {
  switch (shape.kind) {
    case "object":
      return objectFor(shape, wrong);
    case "array":
      return fc.option(fc.array(valueFor(shape.items, wrong), { maxLength: 2 }), { freq: 9 });
    case "map":
      return fc.option(fc.dictionary(fc.string({ maxLength: 3 }), valueFor(shape.values, wrong), { maxKeys: 2 }), {
        freq: 9,
      });
    case "string":
      return fc.string({ maxLength: 5 });
    case "integer":
      return fc.integer(
        shape.signed ? { min: -(2 ** (shape.bits === 64 ? 52 : shape.bits - 1)), max: 127 } : { min: 0, max: 255 },
      );
    case "flags":
      return fc.nat(15);
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "enumeration":
      return fc.constantFrom(...shape.values.map(({ value }) => value));
    case "base64":
      return fc.base64String({ maxLength: 8 });
    case "json-string":
      return valueFor(shape.of, wrong).map((value) => JSON.stringify(value));
    case "choice":
      return fc.oneof(...shape.variants.map((variant) => valueFor(variant.shape, wrong)));
    case "any":
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function objectFor({ fields }: ObjectShape, wrong: number): fc.Arbitrary<Json> {
  const members = fc.record(
    Object.fromEntries(fields.map((field: PayloadField) => [field.name, valueFor(field.shape, wrong)])),
    {
      requiredKeys: fields.filter((field) => field.presence !== "optional").map((field) => field.name),
    },
  );
  if (wrong === 0) return members;
  const extra = fc.constantFrom("Extra", "ContainerPath", "Lun", "Result");
  return fc.oneof(
    { weight: 90, arbitrary: members },
    { weight: 5, arbitrary: fc.tuple(members, extra).map(([value, name]) => ({ ...value, [name]: 1 })) },
    {
      weight: 5,
      arbitrary: members.map((value) => Object.fromEntries(Object.entries(value).slice(1))),
    },
  );
}
