// `make demo`: won deals become invoices, through the built package, as a person or (with --json) a program reads
// them. The deals are those of the golden tests.

import { lookFor, printPlan, printStatus, printVerdicts } from "./print.js";
import { printMatch } from "./print-contacts.js";

// Named here, so that the type checker looks neither into what was built nor into the tests.
const pkg = new URL("../pkg/node.js", import.meta.url).href;
const fixtures = new URL("../tests/js/inputs.js", import.meta.url).href;
/** @type {{ matchContact(input: object): any, mapDealToInvoice(input: object): any, decideVerdict(input: object): any, paymentStatus(input: object): any }} */
const { decideVerdict, mapDealToInvoice, matchContact, paymentStatus } = await import(pkg);
/** @type {{ load(path: string): any }} */
const { load } = await import(fixtures);

const deals = [
  {
    what: "five products, two tax rates, a discount on a row and one on the deal, custom fields",
    input: { ...load("mapDealToInvoice/five-products.json"), contacts: load("matchContact/name-and-email.json").contacts },
  },
  { what: "in euros, to a German company with a VAT number: reverse charge", input: load("mapDealToInvoice/euro-services-to-germany.json") },
  {
    what: "a deposit and the rest, and beside them recurring products: repeating invoices that Xero makes by itself",
    input: { ...load("mapDealToInvoice/schedule-recurring-beside-a-deposit.json"), contacts: load("matchContact/name-and-email.json").contacts },
  },
  { what: "refused, and what has to be mended", input: load("mapDealToInvoice/refused-for-five-reasons.json") },
].map(({ what, input }) => {
  const match = matchContact(input);
  return { what, title: (input.deal.data ?? input.deal).title, match, plan: mapDealToInvoice({ ...input, contact: match }) };
});

// What comes after the first invoice: the same deal again, and what is paid of it.
const later = {
  unchanged: decideVerdict(load("decideVerdict/paid-and-unchanged.json")),
  changed: decideVerdict(load("decideVerdict/credited-and-reissued.json")),
  status: paymentStatus(load("paymentStatus/deposit-paid-balance-scheduled.json")),
};

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ deals, later }, null, 2));
} else {
  // Whoever reads may stop early, as `head` does.
  process.stdout.on("error", (error) => process.exit(/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE" ? 0 : 1));
  const look = lookFor(process.stdout);
  const bold = (/** @type {string} */ text) => (look.color ? `\u001b[1m${text}\u001b[0m` : text);
  for (const [index, { what, title, match, plan }] of deals.entries()) {
    console.log(`${bold(`── Deal ${index + 1} of ${deals.length}: ${title}`)}\n   ${what}\n`);
    console.log(`${bold("Which contact of Xero's is it?")}\n${printMatch(match, look)}\n`);
    console.log(`${bold("What becomes of the deal?")}\n${printPlan(plan, look)}\n`);
    for (const { body, kind, requestKey, tenantId, unitDp } of plan.documents) {
      console.log(bold(kind === "repeating-invoice" ? "PUT /RepeatingInvoices" : `PUT /Invoices?unitdp=${unitDp}`));
      console.log(`xero-tenant-id: ${tenantId}\nIdempotency-Key: ${requestKey}\n\n${JSON.stringify(body, null, 2)}\n`);
    }
  }
  console.log(`${bold("── Later")}\n`);
  console.log(`${bold("The deal comes back, and its invoice is in Xero. What is to do?")}\n${printVerdicts(later.unchanged, look)}\n`);
  console.log(`${bold("It comes back changed after its invoice was approved. What is to do?")}\n${printVerdicts(later.changed, look)}\n`);
  console.log(`${bold("What is paid of a deal with a deposit?")}\n${printStatus(later.status, look)}\n`);
  console.log('Next: save the won.json of README.md, "A first mapping", put a deal of yours into it, and run: node pkg/cli.js match won.json > contact.json; node pkg/cli.js map won.json --contact contact.json');
}
