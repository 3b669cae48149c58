const warmUpMs = 300;
const roundMs = 300;
const rounds = 5;

/**
 * Microseconds of processor time that one question takes: the best of several rounds, as other programs on the same
 * machine can only make it slower.
 */
export function measure(ask: (index: number) => unknown): number {
  let index = 0;
  const askFor = (forMs: number): number => {
    const before = process.cpuUsage();
    const start = performance.now();
    let asked = 0;
    while (performance.now() - start < forMs) {
      for (let turn = 0; turn < 50; turn += 1) ask(index + turn);
      index += 50;
      asked += 50;
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / asked;
  };
  askFor(warmUpMs);
  return Math.min(...Array.from({ length: rounds }, () => askFor(roundMs)));
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
