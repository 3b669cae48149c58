/**
 * What words a pattern cannot do without. A text that holds none of them need not be tried against the pattern, which
 * is how hundreds of patterns cost little: most texts hold the words of a handful.
 *
 * Patterns are written over words parted by single spaces, as in `rule.ts`; of regular expressions this reads the part
 * used there. A pattern that it cannot read well yields fewer anchors, never wrong ones.
 */
export type Anchor = {
  /** One of these words must be there ... */
  readonly words: ReadonlySet<string>;
  /** ... or one that begins so. */
  readonly prefixes: ReadonlySet<string>;
};

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any'; readonly optional: boolean }
  | { readonly kind: 'look' }
  | {
      readonly kind: 'group';
      readonly ways: readonly (readonly Node[])[];
      readonly optional: boolean;
      readonly repeated: boolean;
    };

/** The top-level alternatives of a pattern: "a|(?:b|c)" is "a" and "(?:b|c)". */
export function alternativesOf(pattern: string): readonly string[] {
  const ways: string[] = [];
  let [depth, from, inClass] = [0, 0, false];
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at];
    if (letter === '\\') at += 1;
    else if (inClass) inClass = letter !== ']';
    else if (letter === '[') inClass = true;
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    else if (letter === '|' && depth === 0) {
      ways.push(pattern.slice(from, at));
      from = at + 1;
    }
  }
  return [...ways, pattern.slice(from)];
}

/** Words of which a match needs one from each anchor; [] where the pattern names none for certain. */
export function anchorsOf(pattern: string): readonly Anchor[] {
  const [ways] = parse(pattern, 0);
  return anchorsOfWays(ways, true, true);
}

/** Several ways have only one anchor in common: the best of each, together. */
function anchorsOfWays(ways: readonly (readonly Node[])[], left: boolean, right: boolean): readonly Anchor[] {
  const [only] = ways;
  if (ways.length === 1 && only) return anchorsOfNodes(only, left, right);
  const [words, prefixes] = [new Set<string>(), new Set<string>()];
  for (const way of ways) {
    const best = bestAnchor(anchorsOfNodes(way, left, right));
    if (!best) return [];
    for (const word of best.words) words.add(word);
    for (const prefix of best.prefixes) prefixes.add(prefix);
  }
  return [{ words, prefixes }];
}

function anchorsOfNodes(nodes: readonly Node[], left: boolean, right: boolean): readonly Anchor[] {
  return nodes.flatMap((node, index) => {
    const opens = () => isBoundary(nodes.slice(0, index).reverse(), left, 'end');
    const closes = () => isBoundary(nodes.slice(index + 1), right, 'start');
    if (node.kind === 'text') return anchorsOfText(node.text, opens(), closes());
    if (node.kind !== 'group' || node.optional) return [];
    // The first of a repeated group is followed by the next of it, or by what follows them all.
    const isClosed = closes() && (!node.repeated || isBoundary([node], false, 'start'));
    return anchorsOfWays(node.ways, opens(), isClosed);
  });
}

function anchorsOfText(text: string, left: boolean, right: boolean): readonly Anchor[] {
  const pieces = text.split(' ');
  return pieces.flatMap((piece, index) => {
    const opens = index > 0 || left;
    const closes = index < pieces.length - 1 || right;
    if (piece === '' || !opens) return [];
    return [
      closes ? { words: new Set([piece]), prefixes: none } : { words: none, prefixes: new Set([piece]) },
    ];
  });
}

const none: ReadonlySet<string> = new Set();

/** Whether a word ends where these nodes follow it, whichever way they are taken. */
function isBoundary(nodes: readonly Node[], otherwise: boolean, side: 'start' | 'end'): boolean {
  for (const node of nodes) {
    if (node.kind === 'look') continue;
    if (node.kind === 'any') return false;
    if (node.kind === 'text') return side === 'start' ? node.text.startsWith(' ') : node.text.endsWith(' ');
    const rest = isBoundary(nodes.slice(nodes.indexOf(node) + 1), otherwise, side);
    if (node.optional && !rest) return false;
    return node.ways.every((way) => isBoundary(side === 'end' ? [...way].reverse() : way, rest, side));
  }
  return otherwise;
}

/** Everyday words are in nearly every text and tell patterns apart badly. */
const everyday = new Set(
  'i you your me MY it is the a an to of in on for and NOT no this that have has NAME do at be was all we can NUM will would so they he she de la le que el en me no un une je vous are from with get got out up'.split(
    ' ',
  ),
);

/** The anchor that the fewest texts have. */
export function bestAnchor(anchors: readonly Anchor[]): Anchor | undefined {
  return byRarity(anchors)[0];
}

export function byRarity(anchors: readonly Anchor[]): readonly Anchor[] {
  return [...anchors].sort((one, other) => frequencyOf(one) - frequencyOf(other));
}

/** What replies are mostly about. */
const usual = new Set(
  'STOP MSG CALL NUM SEND CONTACT WRITE PHONE today back need want help get come'.split(' '),
);

function frequencyOf({ words, prefixes }: Anchor): number {
  let sum = 0;
  // One letter begins every twentieth word, two every hundredth.
  for (const prefix of prefixes) sum += prefix.length === 1 ? 40 : prefix.length === 2 ? 8 : 1;
  for (const word of words) sum += everyday.has(word) ? 50 : usual.has(word) ? 10 : 1;
  return sum;
}

const anyDigit: Node = {
  kind: 'group',
  ways: [...'0123456789'].map((text) => [{ kind: 'text', text }]),
  optional: false,
  repeated: false,
};

/** Reads alternatives up to the closing bracket or the end; gives them and where they end. */
function parse(pattern: string, from: number): readonly [readonly (readonly Node[])[], number] {
  const ways: Node[][] = [[]];
  let at = from;
  while (at < pattern.length && pattern[at] !== ')') {
    if (pattern[at] === '|') {
      ways.push([]);
      at += 1;
      continue;
    }
    const [node, after] = parseOne(pattern, at);
    at = after;
    const quantifier = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/.exec(pattern.slice(at, at + 8))?.[0] ?? '';
    at += quantifier.length;
    const nodes = ways.at(-1);
    nodes?.push(quantified(node, quantifier));
  }
  return [ways.map(joinTexts), at];
}

function quantified(node: Node, quantifier: string): Node {
  if (quantifier === '' || node.kind === 'look') return node;
  const optional = /^(?:[?*]|\{0)/.test(quantifier);
  if (node.kind === 'group') return { ...node, optional, repeated: !quantifier.startsWith('?') };
  return { kind: 'any', optional };
}

function parseOne(pattern: string, at: number): readonly [Node, number] {
  const letter = pattern[at] ?? '';
  if (letter === '(') {
    const opening = /^\((?:\?(?:[:=!]|<[=!]))?/.exec(pattern.slice(at, at + 4))?.[0] ?? '(';
    const [ways, end] = parse(pattern, at + opening.length);
    const isLook = opening !== '(?:' && opening !== '(';
    return [isLook ? { kind: 'look' } : { kind: 'group', ways, optional: false, repeated: false }, end + 1];
  }
  if (letter === '[') {
    const end = pattern.indexOf(']', at + 2);
    return [{ kind: 'any', optional: false }, end + 1];
  }
  if (letter === '^' || letter === '$') return [{ kind: 'look' }, at + 1];
  if (letter === '.') return [{ kind: 'any', optional: false }, at + 1];
  if (letter === '\\') {
    const escaped = pattern[at + 1] ?? '';
    if (escaped === 'b') return [{ kind: 'look' }, at + 2];
    if (escaped === 'd') return [anyDigit, at + 2];
    const isClass = /[a-zA-Z]/.test(escaped);
    return [isClass ? { kind: 'any', optional: false } : { kind: 'text', text: escaped }, at + 2];
  }
  return [{ kind: 'text', text: letter }, at + 1];
}

function joinTexts(nodes: readonly Node[]): readonly Node[] {
  const joined: Node[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + node.text };
    } else joined.push(node);
  }
  return joined;
}
