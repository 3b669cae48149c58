/** The look of the report: light, dark by the reader's setting, and plain on paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ground: #f4f5f7; --ink: #14181f; --soft: #5b6472; --line: #dfe3e8; --track: #eef0f3;
  --strong: #1f5eff; --alarm: #d2453a; --good: #12805c; --bubble: #e7eefe;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171b22; --ground: #0e1116; --ink: #eceff4; --soft: #9aa5b4; --line: #2b323d; --track: #222934;
    --strong: #6d96ff; --alarm: #ff7a6e; --good: #4cc79a; --bubble: #22304f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 40px 20px 60px; }
header { margin-bottom: 28px; }
.eyebrow { color: var(--soft); font-size: 14px; margin: 0 0 6px; }
h1 { font-size: clamp(26px, 4.6vw, 38px); line-height: 1.18; letter-spacing: -0.02em; margin: 0; text-wrap: balance; }
h1 strong { color: var(--alarm); font-weight: inherit; }
h2 { font-size: 19px; margin: 0 0 4px; letter-spacing: -0.01em; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 24px; margin-top: 18px; break-inside: avoid; }
p { margin: 0 0 14px; } p:last-child { margin-bottom: 0; }
.lead { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; }
.figure { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 18px; break-inside: avoid; }
.figure b { display: block; font-size: 32px; line-height: 1.1; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.figure span { color: var(--soft); font-size: 14px; display: block; margin-top: 6px; }
.figure.alarm b { color: var(--alarm); } .figure.good b { color: var(--good); }
svg { display: block; width: 100%; height: auto; margin-top: 14px; overflow: visible; font: 14px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
svg text { fill: var(--ink); dominant-baseline: central; } svg .note { fill: var(--soft); }
svg .value { font-weight: 600; } svg .note { font-weight: 400; }
svg .track { fill: var(--track); } svg .bar.strong { fill: var(--strong); } svg .bar.alarm { fill: var(--alarm); } svg .bar.good { fill: var(--good); }
svg .hour { fill: var(--track); } svg .open { fill: none; stroke: var(--ink); stroke-opacity: .6; stroke-width: 1.2; }
svg .heat { fill: var(--alarm); } svg .axis { fill: var(--soft); font-size: 11px; text-anchor: middle; } svg .day { text-anchor: end; }
svg .count { font-size: 10px; text-anchor: middle; } svg .count.dark { fill: var(--paper); font-weight: 600; }
.phone { display: flex; flex-direction: column; align-items: flex-start; gap: 6px; margin-top: 14px; }
.phone q { quotes: none; background: var(--bubble); border-radius: 18px 18px 18px 5px; padding: 12px 16px; max-width: 460px; overflow-wrap: anywhere; }
.phone small { color: var(--soft); padding-left: 4px; }
table { width: 100%; border-collapse: collapse; margin-top: 12px; font-size: 15px; }
th, td { text-align: left; padding: 9px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; font-size: 13px; }
td.n, th.n { text-align: right; padding-right: 18px; width: 5.5em; font-variant-numeric: tabular-nums; font-weight: 600; }
td.m { text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; white-space: nowrap; padding-left: 18px; }
tr:last-child td { border-bottom: 0; }
ul { margin: 8px 0 0; padding-left: 20px; } li { margin-bottom: 4px; }
footer { color: var(--soft); font-size: 13px; margin-top: 24px; }
.small { font-size: 14px; color: var(--soft); }
@media (max-width: 560px) { section { padding: 18px 14px; } .scroll { overflow-x: auto; } .scroll svg { min-width: 560px; } }
@media print {
  :root { --paper: #fff; --ground: #fff; --ink: #000; --soft: #444; --line: #bbb; --track: #eee; --strong: #1f5eff; --alarm: #c23a30; --good: #0d6b4c; --bubble: #eef2fd; }
  body { font-size: 11pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  @page { margin: 16mm; }
}
`;
