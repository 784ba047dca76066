// Many deals under two configs, batch by batch, so that progress can be told and the memory stays small.

/** Deals in one call. */
const BATCH = 250;
/** As many changes are shown. */
const SHOWN = 200;

/** The deals of a file, one text each: a list, or one a line. @param {Blob} file @param {(read: number) => void} told @returns {AsyncGenerator<string>} */
export async function* dealsOf(file, told) {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  let isList = false;
  let rest = "";
  let read = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    read += value.length;
    const text = rest + value;
    let from = 0;
    for (let at = rest.length; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (unit === 92) isEscaped = true;
        else if (unit === 34) isText = false;
      } else if (unit === 34) isText = true;
      else if (unit === 123 || unit === 91) {
        if (depth === 0 && unit === 91 && !isList) {
          isList = true;
          from = at + 1;
        } else {
          if (depth === 0) from = at;
          depth++;
        }
      } else if ((unit === 125 || unit === 93) && depth > 0) {
        depth--;
        if (depth === 0) {
          yield text.slice(from, at + 1);
          from = at + 1;
        }
      }
    }
    rest = depth === 0 ? "" : text.slice(from);
    told(read);
  }
  if (depth > 0 || isText) throw new Error("the file ends in the middle of a deal");
}

/**
 * @param {{ file: Blob, before: string, after: string, shared: [string, string][] }} given
 * @param {(operation: string, text: string) => any} call
 * @param {(said: object) => void} tell
 */
export async function replay({ file, before, after, shared }, call, tell) {
  const sum = { deals: 0, changed: 0, notCompared: 0, changes: /** @type {any[]} */ ([]), reasons: /** @type {any[]} */ ([]), fields: /** @type {Map<string, number>} */ (new Map()), totals: /** @type {Map<string, { before: number[], after: number[] }>} */ (new Map()), findings: /** @type {any[]} */ ([]) };
  let read = 0;
  /** @type {string[]} */
  let batch = [];
  const run = () => {
    if (batch.length === 0) return;
    const parts = [["before", before], ["after", after], ...shared, ["inputs", `[${batch.join(",")}]`]];
    const answer = call("diffConfig", `{${parts.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`);
    for (const name of /** @type {const} */ (["deals", "changed", "notCompared"])) sum[name] += answer[name];
    for (const one of answer.changes) if (sum.changes.length < SHOWN) sum.changes.push(one);
    for (const { field, changes } of answer.fields) sum.fields.set(field, (sum.fields.get(field) ?? 0) + changes);
    for (const reason of answer.reasons) {
      const known = sum.reasons.find(({ code }) => code === reason.code);
      if (known === undefined) sum.reasons.push(reason);
      else known.deals += reason.deals;
    }
    for (const total of answer.totals) {
      const known = sum.totals.get(total.currency) ?? { before: [], after: [] };
      known.before.push(total.before);
      known.after.push(total.after);
      sum.totals.set(total.currency, known);
    }
    for (const one of answer.findings) if (!sum.findings.some(({ code, message }) => code === one.code && message === one.message)) sum.findings.push(one);
    batch = [];
    tell({ deals: sum.deals, changed: sum.changed, read, size: file.size });
  };
  for await (const deal of dealsOf(file, (now) => (read = now))) {
    batch.push(deal);
    if (batch.length === BATCH) run();
  }
  run();
  const shot = shared.find(([name]) => name === "snapshot")?.[1];
  /** Amounts are added by the core. @param {number[]} amounts */
  const added = (amounts) => {
    if (amounts.length === 1) return amounts[0];
    const lines = amounts.map((amount) => ({ Quantity: 1, UnitAmount: amount }));
    const document = { Type: "ACCREC", LineAmountTypes: "NoTax", LineItems: lines };
    const answer = shot === undefined ? undefined : call("predictTotals", `{"document":${JSON.stringify(document)},"snapshot":${shot}}`);
    return answer?.ok ? answer.total : undefined;
  };
  return { ...sum, fields: [...sum.fields].map(([field, changes]) => ({ field, changes })).sort((one, other) => other.changes - one.changes), totals: [...sum.totals].map(([currency, one]) => ({ currency, before: added(one.before), after: added(one.after) })) };
}
