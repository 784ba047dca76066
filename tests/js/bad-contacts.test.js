// Contacts as they are found in the field: whatever is in them, a finding or a question, and never a match on nothing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ContactIndex, findDuplicates, matchContact } from "../../pkg/node.js";

const id = (/** @type {number} */ number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const contact = (/** @type {number} */ number, /** @type {object} */ rest) => ({ ContactID: id(number), ContactStatus: "ACTIVE", ...rest });
const LONG = "Zyxelon".repeat(36) + "Ltd";
const BOOK = Array.from({ length: 400 }, (_, at) => `020 7946 ${String(at).padStart(4, "0")}`).join(", ");

/** The answer of the list, which an index gives too. @param {object} party @param {any} contacts @returns {any} */
function answer(party, contacts) {
  const of = (/** @type {any} */ { decision, contactId, candidates, proposed }) => ({ decision, contactId, candidates, proposed });
  const whole = /** @type {any} */ (matchContact({ party, contacts }));
  const index = new ContactIndex(contacts);
  assert.deepEqual(of(index.match({ party })), of(whole));
  index.free();
  assert.ok(Array.isArray(/** @type {any} */ (findDuplicates({ contacts })).groups));
  return whole;
}
const codes = (/** @type {any} */ { findings }) => findings.map((/** @type {any} */ { code }) => code);

describe("bad contacts", () => {
  test("without a name, without an id, without anything", () => {
    const party = { name: "Zyxelon Ltd", email: "jo@zyxelon.example" };
    for (const [contacts, code] of [
      [[{}], "INPUT_PART_WRONG"],
      [[contact(1, {}), { ContactID: "" }], "INPUT_PART_WRONG"],
      [[{ Name: "Zyxelon Ltd" }], "CONTACT_ID_INVALID"],
      [[{ ContactID: "1", Name: "Zyxelon Ltd" }], "CONTACT_ID_INVALID"],
      [[{ ContactID: null, Name: null }], "INPUT_PART_WRONG"],
    ]) {
      const { decision, findings } = answer(party, contacts);
      assert.deepEqual([decision, codes({ findings }).includes(code)], ["review", true], JSON.stringify([contacts, findings]));
    }
    assert.equal(answer(party, [contact(1, {}), contact(2, { Name: "" }), contact(3, { Name: "   " })]).decision, "create");
    assert.equal(answer({ name: "" }, [contact(1, { Name: "" })]).decision, "review");
  });

  test("ten thousand of one name are a question, and quick", () => {
    const contacts = Array.from({ length: 10_000 }, (_, at) => contact(at, { Name: "Zyxelon Ltd" }));
    const party = { name: "Zyxelon Ltd" };
    const index = new ContactIndex(contacts);
    for (const ask of [() => index.match({ party }), () => matchContact({ party, contacts })]) {
      const from = performance.now();
      const { decision, candidates, findings } = /** @type {any} */ (ask());
      const time = performance.now() - from;
      assert.deepEqual([decision, candidates.length], ["review", 20]);
      assert.ok(codes({ findings }).includes("CONTACT_AMBIGUOUS"), JSON.stringify(findings));
      // Some 30 and 300 ms; a machine may be busy.
      assert.ok(time < 3000, `${time.toFixed(0)} ms`);
    }
    const from = performance.now();
    index.update(contacts.slice(0, 100).map((one) => ({ ...one, EmailAddress: "jo@zyxelon.example" })));
    assert.ok(performance.now() - from < 1000);
    index.free();
  });

  test("hundreds of one name are one group, and ten thousand do not take for ever", () => {
    const of = (/** @type {number} */ count) => /** @type {any} */ (findDuplicates({ contacts: Array.from({ length: count }, (_, at) => contact(at, { Name: "Zyxelon Ltd", EmailAddress: `office@firm${at}.example` })) }));
    const { groups } = of(300);
    assert.deepEqual([groups.length, groups[0].contacts.length], [1, 300]);
    assert.ok(groups[0].links.length < 10_000, `${groups[0].links.length} links`);
    const from = performance.now();
    of(10_000);
    // Some 500 ms; each with each would be a minute.
    assert.ok(performance.now() - from < 10_000);
  });

  test("names of 255 characters, and longer", () => {
    assert.equal(LONG.length, 255);
    assert.equal(answer({ name: LONG }, [contact(1, { Name: LONG })]).contactId, id(1));
    for (const other of [`${LONG.slice(0, -4)}s Ltd`, `Kestrel ${LONG}`, "x ".repeat(127)]) assert.notEqual(answer({ name: LONG }, [contact(1, { Name: other.slice(0, 255) })]).decision, "match", other);
    assert.ok(codes(answer({ name: `${LONG}!` }, [contact(1, { Name: "Kestrel" })])).includes("CONTACT_NAME_TOO_LONG") || answer({ name: `${LONG}!` }, []).decision !== "match");
    assert.notEqual(answer({ name: "word ".repeat(50_000) }, [contact(1, { Name: LONG })]).decision, "match");
  });

  test("pictures, and letters from right to left", () => {
    for (const [one, other, same] of [
      ["🍕", "🍕", true], ["🍕", "🍔", false], ["🍕 Zyxelon", "Zyxelon 🍕", true], ["👩‍👩‍👧", "👩‍👩‍👦", false], ["!!!", "???", false],
      ["شركة النخيل للتجارة", "شَرِكَة النخيل للتجارة", true], ["شركة النخيل للتجارة", "شركة البحر للتجارة", false],
      ["\u202bאגם תעשיות\u202c", "אגם תעשיות", true], ["אגם תעשיות", "ים תעשיות", false], ["\u200f", "\u200f", false], ["\u202e", "", false],
    ]) {
      const { decision, candidates } = answer({ name: one }, [contact(1, { Name: other })]);
      // A name alone is seen by a person at least, where it is the same.
      if (same) assert.ok(decision !== "create" && candidates.length === 1, `${one} / ${other}: ${decision}`);
      else assert.notEqual(decision, "match", `${one} / ${other}`);
    }
  });

  test("empty e-mails and other placeholders agree with nothing", () => {
    for (const nothing of ["", " ", "@", "-", "n/a", "none", "noreply@", "0", "x@", "@x", "00000000", "null"]) {
      const party = { name: "Zyxelon Ltd", email: nothing, phone: nothing, taxNumber: nothing, companyNumber: nothing, accountNumber: nothing, website: nothing, address: nothing };
      const other = contact(1, { Name: "Kestrel GmbH", EmailAddress: nothing, TaxNumber: nothing, CompanyNumber: nothing, AccountNumber: nothing, Website: nothing, Phones: [{ PhoneType: "DEFAULT", PhoneNumber: nothing }], Addresses: [{ AddressType: "STREET", AddressLine1: nothing, City: nothing }], ContactPersons: [{ FirstName: nothing, LastName: nothing, EmailAddress: nothing }] });
      const { decision, candidates } = answer(party, [other]);
      assert.deepEqual([decision, candidates], ["create", []], JSON.stringify([nothing, candidates]));
    }
  });

  test("a phone book in the phone field matches nobody", () => {
    const of = (/** @type {string} */ name, /** @type {string} */ phone) => answer({ name: "Zyxelon Ltd", phone: BOOK }, [contact(1, { Name: name, Phones: [{ PhoneType: "DEFAULT", PhoneNumber: phone }] })]).decision;
    assert.notEqual(of("Kestrel GmbH", BOOK), "match");
    assert.notEqual(of("Kestrel GmbH", "020 7946 0002"), "match");
    assert.notEqual(of("Kestrel GmbH", "5".repeat(100_000)), "match");
  });
});
