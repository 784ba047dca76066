// The node's form, made of the rows of `platform/operations.js`.

import { TYPES } from "./credentials.js";

/** @typedef {import("../../platform/operations.js").Row} Row */

const RESOURCES = { deal: "Deal", contact: "Contact", setup: "Setup" };

/** Shown for these operations only. @param {Row[]} rows @param {Record<string, string[]>} [more] */
const shownFor = (rows, more = {}) => ({ show: { operation: rows.map(({ value }) => value), ...more } });

/** n8n wants options by their names. @template {{ name: string }} T @param {T[]} options */
const sorted = (options) => options.toSorted((one, other) => one.name.localeCompare(other.name));

/** @param {Row[]} rows @param {keyof typeof RESOURCES} resource */
function operations(rows, resource) {
  const own = rows.filter((row) => row.resource === resource);
  return {
    displayName: "Operation", name: "operation", type: "options", noDataExpression: true, displayOptions: { show: { resource: [resource] } },
    options: sorted(own.map(({ name, value, action, description }) => ({ name, value, action, description }))),
    default: own[0]?.value ?? "",
  };
}

/**
 * The fields, each for the operations that read it.
 * @param {Row[]} rows
 */
function fields(rows) {
  const handing = rows.filter(({ isHandOver }) => isHandOver);
  const asking = rows.filter(({ isHandOver }) => !isHandOver);
  const stepped = rows.filter(({ step }) => step);
  const judged = [...handing, ...stepped];
  const withSnapshot = rows.filter(({ step, dated }) => step || dated).filter(({ isHandOver }) => !isHandOver);
  const options = [
    { displayName: "Add Dates", name: "addDates", type: "boolean", default: true, displayOptions: { show: { "/operation": asking.filter(({ dated }) => dated).map(({ value }) => value) } }, description: "Whether to add today's date and the day it was won, where the Xero organisation is, unless the parts say them" },
    { displayName: "Further Parts", name: "further", type: "json", default: "", displayOptions: { show: { "/operation": handing.map(({ value }) => value) } }, description: "An object with whatever else is known, so that it is not read: products, organization, approvals, written and so on" },
    { displayName: "Longest Wait", name: "maxWait", type: "number", typeOptions: { minValue: 0 }, default: 60, displayOptions: { show: { "/operation": handing.map(({ value }) => value) } }, description: "How many seconds the node waits at most for limits and trouble; what is to wait longer ends as waiting, with its state" },
    { displayName: "One Item per Request", name: "perRequest", type: "boolean", default: false, displayOptions: { show: { "/operation": stepped.map(({ value }) => value) } }, description: "Whether to output an item for each request, for an HTTP Request node behind this one, instead of one with all of them" },
    { displayName: "State", name: "state", type: "json", default: "", displayOptions: { show: { "/operation": handing.map(({ value }) => value) } }, description: "The state of an outcome that was waiting, to go on with" },
    { displayName: "Whole Answer", name: "whole", type: "boolean", default: false, displayOptions: { show: { "/operation": stepped.map(({ value }) => value) } }, description: "Whether to output the package's own answer as it is, and to leave it to the workflow what to make of it" },
  ];
  return [
    {
      displayName: "Deal", name: "deal", type: "json", default: "={{ $json }}", required: true, displayOptions: shownFor(handing),
      description: "The deal's number, the deal as Pipedrive answers it, or the body of its webhook",
    },
    {
      displayName: "Parts", name: "parts", type: "json", default: "={{ $json }}", displayOptions: shownFor(asking),
      description: "An object with what the operation reads: deal, products, organization, person, contact, contacts, existing and so on",
    },
    {
      displayName: "Config", name: "config", type: "json", default: "", displayOptions: shownFor(rows.filter(({ resource, isHandOver }) => isHandOver || resource !== "setup")),
      description: "Your config; where it is empty, the config of the parts counts",
    },
    {
      displayName: "Snapshot", name: "snapshot", type: "json", default: "", displayOptions: shownFor(withSnapshot),
      description: "Xero's settings as they were kept; where it is empty, the snapshot of the parts counts",
    },
    {
      displayName: "When It Is Not Ready", name: "notReady", type: "options", noDataExpression: true, default: "fail", displayOptions: shownFor(judged),
      options: [
        { name: "Fail the Item", value: "fail", description: "Refused, held or to be reviewed: the item ends as an error, as the node's setting On Error says" },
        { name: "Pass It On", value: "pass", description: "The item goes on, with its status and findings" },
      ],
      description: "What becomes of an item that nothing may be written for",
    },
    { displayName: "Options", name: "options", type: "collection", placeholder: "Add option", default: {}, options },
  ];
}

/** @param {Row[]} handing @param {"pipedrive" | "xero"} api */
const credentialsOf = (handing, api) => Object.entries(TYPES[api]).map(([choice, name]) => ({ name, required: true, displayOptions: shownFor(handing, { [`${api}Authentication`]: [choice] }) }));

/** @param {Row[]} rows @returns {Record<string, any> & { properties: Record<string, any>[] }} */
export function descriptionOf(rows) {
  const handing = rows.filter(({ isHandOver }) => isHandOver);
  return {
    displayName: "Wonvoice",
    name: "wonvoice",
    icon: { light: "file:wonvoice.svg", dark: "file:wonvoice.dark.svg" },
    group: ["transform"],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: "Turn won Pipedrive deals into the right Xero invoices",
    defaults: { name: "Wonvoice" },
    usableAsTool: true,
    inputs: ["main"],
    outputs: ["main"],
    credentials: [...credentialsOf(handing, "pipedrive"), ...credentialsOf(handing, "xero")],
    properties: [
      {
        displayName: "Resource", name: "resource", type: "options", noDataExpression: true, default: "deal",
        options: sorted(Object.entries(RESOURCES).filter(([value]) => rows.some(({ resource }) => resource === value)).map(([value, name]) => ({ name, value }))),
      },
      ...Object.keys(RESOURCES).filter((value) => rows.some(({ resource }) => resource === value)).map((value) => operations(rows, /** @type {keyof typeof RESOURCES} */ (value))),
      {
        displayName: "Pipedrive Authentication", name: "pipedriveAuthentication", type: "options", noDataExpression: true, default: "apiToken", displayOptions: shownFor(handing),
        options: [{ name: "API Token", value: "apiToken" }, { name: "OAuth2", value: "oAuth2" }],
      },
      {
        displayName: "Xero Authentication", name: "xeroAuthentication", type: "options", noDataExpression: true, default: "oAuth2", displayOptions: shownFor(handing),
        options: [{ name: "Custom Connection", value: "customConnection" }, { name: "OAuth2", value: "oAuth2" }],
      },
      ...fields(rows),
    ],
  };
}
