// What each step answers, for people who set up the next one before the first run.

export const DEAL_JSON = '{"success":true,"data":{"id":42,"title":"Website relaunch","status":"won","value":119.99,"currency":"GBP","org_id":7}}';

export const WON = { id: "42-2026-07-14T09:30:00Z", deal_id: 42, title: "Website relaunch", value: 119.99, currency: "GBP", won_time: "2026-07-14T09:30:00Z", pipeline_id: 1, org_id: 7, person_id: 9, deal_json: DEAL_JSON };

export const FOUND = {
  id: 42, title: "Website relaunch", status: "won", value: 119.99, currency: "GBP", won_time: "2026-07-14T09:30:00Z", deal_json: DEAL_JSON,
  products_json: '{"success":true,"data":[{"id":301,"name":"Workshop","item_price":33.33,"quantity":3,"tax":20,"tax_method":"exclusive"}]}', organization_json: '{"success":true,"data":{"id":7,"name":"Northwind Traders Ltd"}}', person_json: "", fields_json: "", product_details_json: "",
};

export const CHANGED = {
  id: "8d435a18-c4a5-47ff-843c-c038dbe3b8d2-PAID-0", invoice_id: "8d435a18-c4a5-47ff-843c-c038dbe3b8d2", invoice_number: "INV-0001", reference: "PO-7781 | PD-42", status: "PAID", contact_id: "430fa14a-f945-44d3-9f97-5df5e28441b8",
  contact_name: "Northwind Traders Limited", total: 119.99, amount_due: 0, amount_paid: 119.99, currency: "GBP", due_date: "2026-08-13T00:00:00", url: null, invoice_json: '{"InvoiceID":"8d435a18-c4a5-47ff-843c-c038dbe3b8d2","Status":"PAID"}',
};

export const MATCHED = { id: "430fa14a-f945-44d3-9f97-5df5e28441b8", status: "match", contact_id: "430fa14a-f945-44d3-9f97-5df5e28441b8", contact_json: '{"decision":"match","contactId":"430fa14a-f945-44d3-9f97-5df5e28441b8"}', text: "the contact is 430fa14a-f945-44d3-9f97-5df5e28441b8" };

export const PLANNED = {
  status: "ready", ok: true, text: "1 to write", token: "PD-42", sub_total: 99.99, total_tax: 20, total: 119.99, currency: "GBP", due_date: "2026-08-13", contact_id: "430fa14a-f945-44d3-9f97-5df5e28441b8",
  xero_invoice_json: '{"Type":"ACCREC","Contact":{"ContactID":"430fa14a-f945-44d3-9f97-5df5e28441b8"},"Reference":"PD-42"}', request_count: 1, request_method: "PUT", request_url: "https://api.xero.com/api.xro/2.0/Invoices?unitdp=4",
  request_headers: '{"Accept":"application/json","Content-Type":"application/json"}', request_body: '{"Type":"ACCREC"}', line_items: [{ description: "Workshop", quantity: 3, unit_amount: 33.33 }],
};

export const HANDED = {
  status: "done", text: "done: PD-42 created", guarantee: "once-per-process", not_before: null, deal_label: "Draft", action: "create", token: "PD-42", contact_id: "430fa14a-f945-44d3-9f97-5df5e28441b8",
  invoice_id: "8d435a18-c4a5-47ff-843c-c038dbe3b8d2", invoice_number: "INV-0001", invoice_status: "DRAFT", total: 119.99, amount_due: 119.99, currency: "GBP", issue_on: "2026-07-14", findings: "",
};

export const ANSWERED = { ok: true, findings: "", answer_json: '{"ok":true,"findings":[]}' };
