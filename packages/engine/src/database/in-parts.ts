/** A statement takes 65,535 values, and no table of ours has more than some twenty columns. */
const most = 1_000;

/** Rows in parts that one statement can take each. */
export function inParts<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, part) =>
    rows.slice(part * most, (part + 1) * most),
  );
}
