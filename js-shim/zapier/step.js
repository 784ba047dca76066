// Code by Zapier: every field comes in as text, and one plain object goes out. An array would run the steps
// behind it once per item; flat values are what a person can map.

import { bodyText, createdBody, decide, findingsText, flatRows, linesOf, prefixed, writtenFirst } from "../code-step.js";

const HOST = { before: () => "Input Data → ", code: "Zapier step", flow: "Zap" };

/** @param {import("../code-step.js").Request} request */
function flatRequest({ id, name, method, url, headers, body, part, why, optional }) {
  return { id, name, method, url, headers: JSON.stringify(headers ?? {}), request_key: headers?.["Idempotency-Key"], body: bodyText(body), part, why, optional };
}

/** @param {import("../code-step.js").Settings} settings @param {Record<string, any>} inputData */
result.run = (settings, inputData) => {
  const answer = decide(settings, inputData, HOST);
  const { documents = [], requests = [], contact, proposed, update } = answer;
  const document = writtenFirst(answer);
  const body = createdBody(document, answer);
  const [first] = requests.map(flatRequest);
  const [holds, alerts, owners] = [answer.holds, answer.alerts, answer.owners].map(flatRows);
  return {
    status: answer.status,
    ok: answer.ok,
    step: answer.step,
    code: answer.code,
    text: answer.text,
    findings: findingsText(answer.findings),
    not_before: answer.notBefore,
    ...prefixed("hold_", holds?.[0]),
    ...prefixed("alert_", alerts?.[0]),
    ...prefixed("owner_", owners?.[0]),
    contact_id: contact?.contactId ?? body?.Contact?.ContactID,
    contact_json: bodyText(contact),
    proposed_contact_json: bodyText(proposed),
    entity: document?.entity,
    slot: document?.slot,
    action: document?.action,
    label: document?.label ?? update?.label,
    token: document?.token,
    issue_on: document?.issueOn,
    currency: document?.currency ?? update?.amounts?.currency,
    sub_total: document?.subTotal,
    total_tax: document?.totalTax,
    total: document?.total,
    line_amount_types: body?.LineAmountTypes,
    date: body?.Date,
    due_date: body?.DueDate,
    reference: body?.Reference,
    invoice_number: body?.InvoiceNumber,
    xero_invoice_json: bodyText(body),
    more: answer.more,
    request_count: requests.length,
    request_name: first?.name,
    request_method: first?.method,
    request_url: first?.url,
    request_headers: first?.headers,
    request_key: first?.request_key ?? document?.requestKey,
    request_body: first?.body,
    amount_invoiced: update?.amounts?.invoiced,
    amount_paid: update?.amounts?.paid,
    amount_due: update?.amounts?.due,
    days_overdue: update?.daysOverdue,
    deal_patch_json: bodyText(update?.patch),
    note_json: bodyText(update?.note),
    activity_json: bodyText(update?.activity),
    holds,
    alerts,
    owners,
    line_items: linesOf(body),
    documents: documents.map((one) => ({ entity: one.entity, slot: one.slot, action: one.action, label: one.label, token: one.token, issue_on: one.issueOn, currency: one.currency, total: one.total, xero_invoice_json: bodyText(createdBody(one, answer)) })),
    requests: requests.map(flatRequest),
  };
};
