import { css } from "lit";

export const styles = css`
  :host {
    color-scheme: light dark;
    --bg: light-dark(#f4f5f2, #14171a);
    --card: light-dark(#ffffff, #1c2024);
    --sunk: light-dark(#eef0ec, #23282d);
    --ink: light-dark(#1c2420, #e8ebe9);
    --soft: light-dark(#56605b, #a5afaa);
    --line: light-dark(#dde1dc, #343b41);
    --edge: light-dark(#7d8882, #78838b);
    --accent: light-dark(#0f6650, #6fd3b3);
    --on-accent: light-dark(#ffffff, #0e2a21);
    --tint: light-dark(#e3f1ec, #1d3a31);
    --hot: light-dark(#fff0bd, #5a4a12);
    --error: light-dark(#a81e1e, #ff9b94);
    --error-tint: light-dark(#fdeceb, #41201f);
    --warning: light-dark(#7c4a00, #f3bf6b);
    --warning-tint: light-dark(#fdf3de, #3b2c12);
    --info: light-dark(#2b5a86, #93c3ee);
    --info-tint: light-dark(#e8f1f9, #1b2f42);
    --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace;
    display: block;
    background: var(--bg);
    color: var(--ink);
    font: 14px/1.45 system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif;
    min-height: 100%;
  }
  :host([theme="light"]) { color-scheme: light; }
  :host([theme="dark"]) { color-scheme: dark; }
  * { box-sizing: border-box; }
  bdi, .text { unicode-bidi: isolate; overflow-wrap: anywhere; }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  button, select, input, textarea { font: inherit; color: inherit; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 4px; }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  header { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; padding: 12px 20px; }
  header h1 { font-size: 15px; font-weight: 650; letter-spacing: -0.01em; margin-inline-end: auto; }
  header h1 span { color: var(--soft); font-weight: 400; }
  .button, .picked { border: 1px solid var(--line); background: var(--card); border-radius: 7px; padding: 5px 11px; cursor: pointer; min-height: 32px; }
  .button:hover { border-color: var(--edge); }
  .button:disabled { color: var(--soft); cursor: default; opacity: 0.7; }
  .button.main { background: var(--accent); color: var(--on-accent); border-color: transparent; font-weight: 600; }
  .button.plain { border-color: transparent; background: transparent; }
  select.picked { max-width: 240px; }
  .row-of { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }

  main { display: grid; grid-template-columns: minmax(340px, 5fr) minmax(480px, 7fr); gap: 20px; padding: 0 20px 84px; align-items: start; max-width: 1680px; margin: 0 auto; }
  .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
  .side { overflow: hidden; }
  .tabs { display: flex; gap: 2px; overflow-x: auto; border-bottom: 1px solid var(--line); padding: 6px 8px 0; scrollbar-width: thin; }
  .tabs button { border: 0; background: none; padding: 7px 11px 9px; cursor: pointer; color: var(--soft); border-bottom: 2px solid transparent; white-space: nowrap; }
  .tabs button[aria-selected="true"] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
  .panel { padding: 14px 16px 18px; display: grid; gap: 14px; }
  .note { color: var(--soft); }
  .bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; justify-content: space-between; }
  .segments { display: inline-flex; border: 1px solid var(--line); border-radius: 7px; overflow: hidden; }
  .segments button { border: 0; background: none; padding: 4px 11px; cursor: pointer; color: var(--soft); }
  .segments button[aria-pressed="true"] { background: var(--sunk); color: var(--ink); font-weight: 600; }

  .tree details { border-top: 1px solid var(--line); }
  .tree details details { border: 0; margin-inline-start: 10px; }
  .tree summary { padding: 7px 2px; cursor: pointer; font-weight: 600; }
  .tree summary small { font-weight: 400; color: var(--soft); }
  .tree details details summary { font-weight: 500; padding: 4px 2px; }
  .leaf { display: grid; grid-template-columns: minmax(96px, 38%) 1fr; gap: 2px 10px; align-items: center; padding: 1px 4px 1px 12px; border-radius: 5px; }
  .leaf > span { color: var(--soft); overflow-wrap: anywhere; }
  .leaf input { border: 1px solid transparent; background: transparent; border-radius: 5px; padding: 3px 6px; width: 100%; min-width: 0; font-variant-numeric: tabular-nums; }
  .leaf input:hover { border-color: var(--line); }
  .leaf input:focus { background: var(--card); border-color: var(--edge); }
  .leaf.fed > span::after { content: " •"; color: var(--accent); }
  .hot { background: var(--hot) !important; }
  .leaf small { grid-column: 2; padding: 0 6px 4px; }
  .error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }

  .paper { padding: clamp(16px, 3vw, 34px); position: relative; }
  .verdict { display: grid; gap: 6px; padding: 14px 18px; margin-bottom: 14px; border-inline-start: 4px solid var(--accent); }
  .verdict.stop { border-inline-start-color: var(--error); }
  .verdict.wait { border-inline-start-color: var(--warning); }
  .verdict h2 { font-size: 17px; font-weight: 650; letter-spacing: -0.01em; }
  .verdict label { display: flex; gap: 8px; align-items: baseline; color: var(--soft); }
  .head { display: flex; flex-wrap: wrap; gap: 18px 40px; }
  .head > div { flex: 1 1 220px; }
  .head h2 { font-size: 24px; font-weight: 600; letter-spacing: -0.02em; }
  .who { font-size: 15px; font-weight: 600; }
  dl.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 14px; align-content: start; flex: 0 1 320px; }
  dl.facts dt { color: var(--soft); }
  .val { all: unset; cursor: pointer; border-radius: 4px; padding: 0 3px; margin: 0 -3px; unicode-bidi: isolate; overflow-wrap: anywhere; box-sizing: border-box; }
  .val:hover { background: var(--hot); }
  .val:focus-visible { outline: 2px solid var(--accent); }
  .val.marked { text-decoration: underline wavy var(--error); text-underline-offset: 3px; }
  table { border-collapse: collapse; width: 100%; }
  caption { text-align: start; }
  th { text-align: start; font-weight: 500; color: var(--soft); font-size: 12px; padding: 6px 8px; border-bottom: 1px solid var(--edge); vertical-align: bottom; }
  td { padding: 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
  th:first-child, td:first-child { padding-inline-start: 0; }
  th:last-child, td:last-child { padding-inline-end: 0; }
  .n { text-align: end; font-variant-numeric: tabular-nums; white-space: pre; }
  .lines { margin-top: 24px; overflow-x: auto; }
  .lines td[data-name="Tax"] { min-width: 8.5em; }
  .sub { color: var(--soft); font-size: 12px; display: block; }
  .sums { margin: 14px 0 0 auto; width: min(100%, 380px); }
  .sums td { padding: 4px 0; border: 0; }
  .sums tr.grand td { border-top: 1px solid var(--ink); font-weight: 650; font-size: 16px; padding-top: 8px; }
  .ledger { margin-bottom: 14px; padding: 12px 18px; }
  .ledger tr.sum td { border-top: 1px solid var(--ink); border-bottom: 0; font-weight: 600; }
  .ledger .button { padding: 1px 8px; min-height: 26px; }
  .stamp { display: inline-block; border: 1px solid currentcolor; border-radius: 5px; padding: 1px 8px; font-size: 12px; font-weight: 600; }
  .findings { display: grid; gap: 8px; }
  .finding { border-radius: 9px; padding: 9px 12px; background: var(--info-tint); display: grid; gap: 2px; }
  .finding.is-error { background: var(--error-tint); } .finding.is-warning { background: var(--warning-tint); }
  .finding .what { display: flex; gap: 8px; align-items: baseline; justify-content: space-between; }
  .finding code { font: 11px var(--mono); color: var(--soft); }
  .finding .button { padding: 0 8px; min-height: 24px; background: transparent; border-color: var(--edge); }
  .stack { display: grid; gap: 14px; min-width: 0; }

  .inspector { position: fixed; inset: auto 0 0; background: var(--card); border-top: 1px solid var(--edge); padding: 9px 20px; display: flex; flex-wrap: wrap; gap: 2px 18px; align-items: baseline; max-height: 40vh; overflow: auto; z-index: 5; font-size: 13px; }
  .inspector b { font-weight: 600; }
  .path { font: 12px var(--mono); color: var(--soft); unicode-bidi: isolate; overflow-wrap: anywhere; }
  .drop { outline: 3px dashed var(--accent); outline-offset: -8px; }
  .editor { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; min-height: 240px; max-height: 70vh; display: flex; }
  .editor > * { flex: 1; min-width: 0; }
  .said:not(:has(bdi:not(:empty))) { position: absolute; }
  .field { display: grid; gap: 3px; }
  .field > span { font-weight: 500; }
  .field small, .group > small { color: var(--soft); }
  .field input:not([type="checkbox"]), .field select, .field textarea, .add input { border: 1px solid var(--edge); border-radius: 6px; background: var(--card); padding: 5px 8px; min-width: 0; width: 100%; }
  .group { border: 1px solid var(--line); border-radius: 8px; padding: 0 12px; }
  .group[open] { padding-bottom: 12px; }
  .group > summary { padding: 8px 0; cursor: pointer; font-weight: 600; }
  .group > .inner { display: grid; gap: 12px; }
  .rule { border: 1px solid var(--line); border-radius: 10px; padding: 11px 14px; display: grid; gap: 4px; }
  .rule.applied { background: var(--tint); border-color: var(--accent); }
  .rule.undecided { border-color: var(--warning); }
  .rule h3, .candidate h3 { font-size: 14px; display: flex; gap: 8px; justify-content: space-between; align-items: baseline; }
  .candidate { border: 1px solid var(--line); border-radius: 10px; padding: 11px 14px; display: grid; gap: 8px; }
  .candidate.chosen { border-color: var(--accent); background: var(--tint); }
  .fall { display: grid; grid-template-columns: minmax(0, 1fr) minmax(90px, 38%) 4.5em; gap: 4px 10px; align-items: center; font-size: 13px; }
  .fall svg { width: 100%; height: 12px; display: block; }
  .fall .for { fill: var(--accent); } .fall .against { fill: var(--error); } .fall .zero { stroke: var(--edge); }
  .sliders { display: grid; gap: 8px; }
  .sliders label { display: grid; grid-template-columns: 9em 1fr 4em; gap: 10px; align-items: center; }
  input[type="range"] { accent-color: var(--accent); width: 100%; }
  progress { accent-color: var(--accent); width: 100%; }
  .scroll { overflow: auto; max-height: 60vh; }
  pre { font: 12px/1.5 var(--mono); margin: 0; padding: 10px 12px; background: var(--sunk); border-radius: 8px; overflow: auto; max-height: 46vh; white-space: pre; }

  @media (max-width: 1020px) {
    main { grid-template-columns: minmax(0, 1fr); }
    .paper-side { order: -1; }
  }
  @media (max-width: 620px) {
    header { padding: 10px 12px; } main { padding: 0 10px 96px; gap: 12px; }
    .panel { padding: 12px; }
    .lines table, .lines tbody, .lines tr, .lines td { display: block; }
    .lines thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    .lines tr { border-bottom: 1px solid var(--line); padding: 8px 0; }
    .lines td:not(:first-child):empty { display: none; }
    .lines td { border: 0; padding: 2px 0; display: flex; justify-content: space-between; gap: 12px; text-align: end; white-space: normal; }
    .lines td[data-name="Tax"] { min-width: 0; }
    .lines td:first-child { display: block; text-align: start; font-weight: 500; }
    .lines td:not(:first-child)::before { content: attr(data-name); color: var(--soft); font-size: 12px; }
    .ledger { overflow-x: auto; }
  }
  @media print {
    :host { color-scheme: light; background: none; font-size: 11pt; }
    header, .side, .inspector, .verdict label, .no-print { display: none !important; }
    main { display: block; padding: 0; } .card { border: 0; border-radius: 0; } .paper { padding: 0; }
    .val { padding: 0; margin: 0; } .hot { background: none !important; } tr { break-inside: avoid; }
  }
  @media (prefers-reduced-motion: no-preference) { .val, .rule, .leaf { transition: background-color 0.12s; } }
`;
