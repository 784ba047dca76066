// Make Code: fields come in as what is mapped, and lists go out as what an iterator takes.

import { bodyText, createdBody, decide, findingsText, flatRows, linesOf } from "../code-step.js";

const HOST = { before: () => "Input → ", code: "Make module", flow: "Make scenario" };

/** @param {import("../code-step.js").Request} request */
function listed({ id, name, method, url, headers, body, part, why, optional }) {
  const list = Object.keys(headers ?? {}).map((key) => ({ key, value: headers[key] }));
  return { id, name, method, url, headers: list, request_key: headers?.["Idempotency-Key"], body: bodyText(body), part, why, optional };
}

/** @param {import("../code-step.js").Settings} settings @param {Record<string, any>} input */
result.run = (settings, input) => {
  const whole = decide(settings, input, HOST);
  const { documents = [], requests = [], holds, alerts, owners, contact, proposed, update, findings, notBefore, ...answer } = whole;
  return {
    ...answer,
    findings: findings.map(({ code, severity, message, place, remedy }) => ({ code, severity, message, place, remedy })),
    findings_text: findingsText(findings),
    not_before: notBefore,
    holds: flatRows(holds),
    alerts: flatRows(alerts),
    owners: flatRows(owners),
    contact_id: contact?.contactId,
    contact_json: bodyText(contact),
    proposed_contact_json: bodyText(proposed),
    documents: documents.map((one) => {
      const { body, existing, creditNote, ...document } = one;
      const created = createdBody(one, whole);
      return { ...document, xero_invoice_json: bodyText(created), line_items: linesOf(created) };
    }),
    requests: requests.map(listed),
    amounts: update?.amounts,
    deal_patch_json: bodyText(update?.patch),
    note_json: bodyText(update?.note),
    activity_json: bodyText(update?.activity),
  };
};
