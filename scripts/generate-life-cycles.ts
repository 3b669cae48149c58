// Writes docs/reference/life-cycles.md from the life cycles that the store keeps to.
//
//   node scripts/generate-life-cycles.ts
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { effectLife, type LifeCycle, textLife, timerLife } from '../packages/engine/src/life-cycles.ts';

/** Where the generated file lies in the repository. */
export const lifeCyclesPagePath = resolve(import.meta.dirname, '../docs/reference/life-cycles.md');

const introduction = `# Life cycles

<!-- Written by scripts/generate-life-cycles.ts from packages/engine/src/life-cycles.ts; do not edit. -->

What is stored goes from state to state only as these tables say. A step that is not in them, such as a report of the
provider that comes late, changes nothing; the store itself keeps to that, whatever a program asks of it.
`;

function section<S extends string>(title: string, life: LifeCycle<S>): string {
  const rows = (Object.keys(life) as S[]).map((state) => {
    const { meaning, next } = life[state];
    const steps = next.length === 0 ? 'nothing' : next.map((to) => `\`${to}\``).join(', ');
    return `| \`${state}\` | ${meaning} | ${steps} |`;
  });
  return `## ${title}\n\n| state | it | becomes |\n|---|---|---|\n${rows.join('\n')}\n`;
}

export function generateLifeCyclesPage(): string {
  return [
    introduction,
    section('Texts', textLife),
    section('Entries for a CRM, texts to send and questions to ask', effectLife),
    section('Timers', timerLife),
  ].join('\n');
}

if (import.meta.main) writeFileSync(lifeCyclesPagePath, generateLifeCyclesPage());
