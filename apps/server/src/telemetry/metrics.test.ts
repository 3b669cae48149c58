import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Store } from '@ringback/engine';
import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { findingCodes } from '../health/finding.ts';
import { measureStore } from './measure-store.ts';
import { createMetrics } from './metrics.ts';

const root = resolve(import.meta.dirname, '../../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const silent = { pool: () => null } as unknown as Store;
const metrics = createMetrics();
measureStore(metrics.registry, silent);
const registered = await metrics.registry.getMetricsAsJSON().catch(() => []);
const kinds = new Map(registered.map(({ name, type }) => [name, String(type)]));
const ours = [...kinds.keys()].filter((name) => name.startsWith('ringback_'));

/** A histogram is read by the names of its parts. */
const readable = new Set(
  [...kinds].flatMap(([name, kind]) =>
    kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
  ),
);

function metricsIn(expression: string): readonly string[] {
  return expression.match(/\b(?:ringback|nodejs|process)_\w+/g) ?? [];
}

describe('the reference of metrics', () => {
  const rows = [...read('docs/reference/metrics.md').matchAll(/^\| `(\w+)` \| (\w+)((?:, `\w+`)*)/gm)].map(
    ([, name = '', kind = '', labels = '']) => ({
      name,
      kind,
      labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label),
    }),
  );

  test('tells of every metric, and of none that there is not', () => {
    expect(ours.length).toBeGreaterThan(15);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(ours.toSorted());
  });

  test.each(rows)('$name is what it says', ({ name, kind, labels }) => {
    expect(kinds.get(name)).toBe(kind);
    const metric = metrics.registry.getSingleMetric(name);
    expect(metric && 'labelNames' in metric ? metric.labelNames : []).toEqual(labels);
  });

  test('names only what Node tells besides', () => {
    expect(metricsIn(read('docs/reference/metrics.md')).filter((name) => !kinds.has(name))).toEqual([]);
  });
});

test.each(ours)('%s is named as Prometheus wants it', (name) => {
  const isTotal = name.endsWith('_total');
  expect(isTotal).toBe(kinds.get(name) === 'counter');
  if (kinds.get(name) === 'histogram') expect(name).toMatch(/_seconds$/);
});

describe('the alert rules', () => {
  const file = z
    .object({
      groups: z.array(
        z.strictObject({
          name: z.string(),
          rules: z.array(
            z.strictObject({
              alert: z.string().regex(/^Ringback[A-Z]\w+$/),
              expr: z.string(),
              for: z
                .string()
                .regex(/^\d+[smh]$/)
                .optional(),
              labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
              annotations: z.strictObject({ summary: z.string(), description: z.string() }),
            }),
          ),
        }),
      ),
    })
    .parse(parse(read('ops/ringback-alerts.yaml')));
  const rules = file.groups.flatMap((group) => group.rules);

  test.each(rules)('$alert asks for metrics that there are', ({ expr }) => {
    expect(metricsIn(expr)).not.toEqual([]);
    expect(metricsIn(expr).filter((name) => !readable.has(name))).toEqual([]);
    expect(balanced(expr)).toBe(true);
  });

  test('tell also when no process is left to be asked', () => {
    expect(rules.map(({ expr }) => expr)).toContain('absent(ringback_store_up)');
  });

  test('are each explained to whoever is woken', () => {
    const page = read('docs/how-to/watch-it-run.md');
    expect(rules.map(({ alert }) => alert).filter((alert) => !page.includes(`\`${alert}\``))).toEqual([]);
    const named = [...page.matchAll(/`(Ringback[A-Z]\w+)`/g)].map(([, alert]) => alert);
    expect(named.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  });
});

describe('the dashboard', () => {
  const { panels } = z
    .object({
      panels: z.array(
        z.object({
          title: z.string(),
          id: z.number(),
          targets: z.array(z.object({ expr: z.string() })).optional(),
        }),
      ),
    })
    .parse(JSON.parse(read('ops/grafana-dashboard.json')));
  const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

  test.each(shown)('$title asks for metrics that there are: $expr', ({ expr }) => {
    expect(metricsIn(expr)).not.toEqual([]);
    expect(metricsIn(expr).filter((name) => !readable.has(name))).toEqual([]);
    expect(balanced(expr)).toBe(true);
  });

  test('shows every metric of ours', () => {
    const asked = shown.flatMap(({ expr }) => metricsIn(expr));
    const missing = ours.filter((name) => !asked.some((each) => each.startsWith(name)));
    expect(missing).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

test('every file of ops/ is one that is looked at here', () => {
  expect(globSync('ops/*', { cwd: root }).toSorted()).toEqual([
    'ops/grafana-dashboard.json',
    'ops/ringback-alerts.yaml',
  ]);
});

test('every finding of the doctor is explained, and none that there is not', () => {
  const explained = [...read('docs/how-to/watch-it-run.md').matchAll(/^\| `([a-z-]+)` \|/gm)].map(
    ([, code]) => code,
  );
  expect(explained.toSorted()).toEqual([...findingCodes].toSorted());
});

test('while the store does not answer, only that is told of it', async () => {
  const registry = new Registry();
  measureStore(registry, silent);
  const told = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(told).toEqual(['ringback_store_up 0']);
});

function balanced(expression: string): boolean {
  const closes: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
  const open: string[] = [];
  for (const sign of expression.replace(/"[^"]*"/g, '')) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (sign in closes && open.pop() !== closes[sign]) return false;
  }
  return open.length === 0;
}
