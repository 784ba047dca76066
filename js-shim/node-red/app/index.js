// Node-RED's nodes over the package. What a deal becomes is decided in the core; these hand messages to it.

import { lineOf } from "../../code-step.js";
import { result } from "../../step-globals.js";
import { callJson, compactSnapshot, runHandoff } from "../../surface.js";
import { settingsFromXero } from "../../xero-settings.js";
import "../step.js";
import { accessBy } from "./access.js";
import { errorOf, fail, show } from "./node.js";

/** @typedef {any} Red */

/** Milliseconds for each call that reads settings, and for all waits of them. */
const [TIMEOUT, MAX_WAIT] = [30_000, 60_000];

/** @param {unknown} value */
const isEmpty = (value) => value === undefined || value === null || value === "";

/** The JSON of a config node, or its text where it is none: the core says what is wrong with it. @param {any} node */
function configOf(node) {
  if (isEmpty(node?.config)) return undefined;
  try {
    return JSON.parse(node.config);
  } catch {
    return node.config;
  }
}

/** @param {Red} RED */
export function register(RED) {
  RED.nodes.registerType("wonvoice-config", function (/** @type {any} */ given) {
    // @ts-expect-error Node-RED's nodes are what `this` is made into
    RED.nodes.createNode(this, given);
    // @ts-expect-error the same
    this.config = given.config;
  });

  RED.nodes.registerType("wonvoice-connection", function (/** @type {any} */ given) {
    /** @type {any} */
    // @ts-expect-error the same
    const node = this;
    RED.nodes.createNode(node, given);
    node.access = accessBy(node.credentials ?? {}, RED.settings.wonvoice ?? {});
  }, { credentials: { pipedriveToken: { type: "password" }, xeroClientId: { type: "text" }, xeroClientSecret: { type: "password" } } });

  RED.nodes.registerType("wonvoice", function (/** @type {any} */ given) {
    /** @type {any} */
    // @ts-expect-error the same
    const node = this;
    RED.nodes.createNode(node, given);
    const { step = "map", refused = "output", snapshot = "snapshot" } = given;

    /** A step of an automation. @param {any} msg @returns {{ out: any, status: string, line: string, code: string }} */
    function stepped(msg) {
      const config = configOf(RED.nodes.getNode(given.config));
      const settings = { step, halt: false, snapshots: [], snapshotFrom: isEmpty(snapshot) || step === "match" ? [] : [snapshot], ...(config === undefined ? {} : { config }) };
      const { flow, global } = node.context();
      const out = result["run"]?.(settings, msg, flow, global);
      const [answer] = out.flat().filter((/** @type {any} */ one) => one !== null);
      const { status, text, code } = answer.wonvoice;
      return { out, status, line: text, code };
    }

    /** An operation of the package: text to text, an object to an object. @param {any} msg */
    function operated(msg) {
      const isText = typeof msg.payload === "string";
      const json = callJson(step.slice("operation:".length), isText ? msg.payload : JSON.stringify(msg.payload ?? null));
      const answer = JSON.parse(json);
      const isWell = answer?.ok !== false && answer?.decision !== "review";
      const first = isWell ? undefined : (answer.findings ?? []).find((/** @type {any} */ { severity }) => severity === "error");
      const whole = { ...msg, payload: isText ? json : answer };
      return { out: isWell ? [whole, null] : [null, whole], status: isWell ? "ready" : "refused", line: first ? lineOf(first) : "", code: first?.code ?? "" };
    }

    node.on("input", (/** @type {any} */ msg, /** @type {any} */ send, /** @type {any} */ done) => {
      try {
        const { out, status, line, code } = step.startsWith("operation:") ? operated(msg) : stepped(msg);
        show(node, status, status === "ready" ? line : code || line);
        if (status === "failed" || (refused === "error" && out[1] !== null && code !== "")) return done(errorOf(code, line));
        send(out);
        done();
      } catch (thrown) {
        fail(node, done, thrown);
      }
    });
    node.on("close", () => node.status({}));
  });

  RED.nodes.registerType("wonvoice-handoff", function (/** @type {any} */ given) {
    /** @type {any} */
    // @ts-expect-error the same
    const node = this;
    RED.nodes.createNode(node, given);
    const { mode = "act" } = given;

    node.on("input", async (/** @type {any} */ msg, /** @type {any} */ send, /** @type {any} */ done) => {
      try {
        const access = RED.nodes.getNode(given.connection)?.access;
        if (access === undefined) throw errorOf("HANDOFF_FORBIDDEN", "this node has no connection: choose one in its settings");
        const config = configOf(RED.nodes.getNode(given.config)) ?? msg.config;
        const { approvals, written } = msg;
        const deal = isEmpty(msg.deal) ? msg.payload : msg.deal;
        const observed = mode === "observe" && config !== null && typeof config === "object" ? { mode } : {};
        const input = { deal: /^\s*\d+\s*$/.test(String(deal)) ? Number(deal) : deal, config: typeof config === "object" ? { ...config, ...observed } : config, ...(isEmpty(approvals) ? {} : { approvals }), ...(isEmpty(written) ? {} : { written }) };
        show(node, "working");
        const outcome = await runHandoff(input, await access.credentials());
        const { status, text, findings } = outcome;
        const first = findings.find((/** @type {any} */ { severity }) => severity === "error");
        if (status === "failed") {
          access.forget();
          return fail(node, done, errorOf(first?.code ?? "HANDOFF_HELD", first ? lineOf(first) : text));
        }
        show(node, status, status === "done" ? text.replace(/^done: /, "") : (first?.code ?? ""));
        const whole = { ...msg, payload: outcome };
        send(status === "done" ? [whole, null] : [null, whole]);
        done();
      } catch (thrown) {
        fail(node, done, thrown);
      }
    });
    node.on("close", () => node.status({}));
  });

  RED.nodes.registerType("wonvoice-snapshot", function (/** @type {any} */ given) {
    /** @type {any} */
    // @ts-expect-error the same
    const node = this;
    RED.nodes.createNode(node, given);

    node.on("input", async (/** @type {any} */ msg, /** @type {any} */ send, /** @type {any} */ done) => {
      try {
        const access = RED.nodes.getNode(given.connection)?.access;
        if (access === undefined) throw errorOf("HANDOFF_FORBIDDEN", "this node has no connection: choose one in its settings");
        show(node, "working");
        const tenant = isEmpty(given.tenant) ? undefined : given.tenant;
        const { bodies, takenAt, tenantId } = await settingsFromXero({ token: await access.xeroToken(), tenant, url: access.xeroUrl, timeout: TIMEOUT, maxWait: MAX_WAIT, skip: [], log: (line) => node.debug?.(line) });
        const { ok, snapshot, findings } = /** @type {any} */ (compactSnapshot({ ...bodies, takenAt, ...(tenantId === undefined ? {} : { tenantId }) }));
        if (!ok) throw errorOf(findings[0]?.code ?? "CONFIG_SNAPSHOT_WRONG", lineOf(findings[0]));
        show(node, "done", takenAt);
        send({ ...msg, payload: snapshot });
        done();
      } catch (thrown) {
        const { code, message } = /** @type {any} */ (thrown);
        fail(node, done, code === undefined ? errorOf("HANDOFF_FORBIDDEN", message) : thrown);
      }
    });
    node.on("close", () => node.status({}));
  });
}
