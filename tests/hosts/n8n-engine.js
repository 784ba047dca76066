// n8n's own engine from npm, without the rest of n8n: its loader of community packages, its workflow engine, its
// expressions and its request helpers are real. What belongs to the server is played here: stored credentials, and the
// built-in nodes that the examples stand beside.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const scratch = mkdtempSync(join(tmpdir(), "wonvoice-n8n-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
process.env["N8N_USER_FOLDER"] = scratch;
process.env["N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS"] = "false";
// As n8n's server does, so that a community package finds n8n's own library.
process.env["NODE_PATH"] = fileURLToPath(new URL("node_modules", import.meta.url));
/** @type {any} */ (Module)._initPaths();

/** @type {(name: string) => any} */
const load = createRequire(import.meta.url);
load("reflect-metadata");
const { PackageDirectoryLoader, WorkflowExecute, ExecutionLifecycleHooks, ExternalSecretsProxy } = load("n8n-core");
const { Workflow, createRunExecutionData, ICredentialsHelper } = load("n8n-workflow");
const { createNodeAsTool } = load("./node_modules/n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool.js");
const { Container } = load("@n8n/di");
const { OutboundHttp } = load("@n8n/backend-network");

/** @typedef {{ [key: string]: any }} Json */

/** The version of the engine. */
export const version = load("n8n-core/package.json").version;

/**
 * Packs the package that `.ci/platforms` made, and installs it where n8n keeps community packages.
 * @returns {{ folder: string, packed: number, files: string[] }} where it is, and how many bytes the packed file has
 */
export function installed() {
  const source = fileURLToPath(new URL("../../target/platforms/n8n-nodes-wonvoice", import.meta.url));
  const nodes = join(scratch, "nodes");
  const folder = join(nodes, "node_modules/n8n-nodes-wonvoice");
  mkdirSync(nodes, { recursive: true });
  const [{ filename, files }] = JSON.parse(execFileSync("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", nodes, source], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
  const file = join(nodes, filename);
  // As the page says.
  execFileSync("npm", ["install", "--legacy-peer-deps", "--offline", "--no-audit", "--no-fund", "--loglevel=error", file], { cwd: nodes, stdio: ["ignore", "pipe", "pipe"] });
  return { folder, packed: readFileSync(file).length, files: files.map((/** @type {Json} */ one) => one["path"]) };
}

/** Where requests go instead. @param {(url: string) => string} rewrite @param {(options: Json) => void} [onRequest] */
export function redirect(rewrite, onRequest = () => {}) {
  const real = OutboundHttp.prototype.requests;
  OutboundHttp.prototype.requests = function (/** @type {any[]} */ ...given) {
    const client = real.apply(this, given);
    return { ...client, request: (/** @type {Json} */ options) => (onRequest(options), client.request({ ...options, url: rewrite(options["url"]) })) };
  };
  return () => void (OutboundHttp.prototype.requests = real);
}

/** Where n8n's server would be. */
const addresses = Object.fromEntries(["restApiUrl", "instanceBaseUrl", "webhookBaseUrl", "webhookWaitingBaseUrl", "webhookTestBaseUrl", "formWaitingBaseUrl"].map((name) => [name, "http://n8n.invalid/"]));

/** A built-in node as far as the examples use it; n8n's own are of a package of a gigabyte. @param {string} name @param {object[]} properties @param {(this: any) => Promise<any>} execute */
const builtIn = (name, properties, execute) => ({ description: { displayName: name, name, group: [], version: 1, defaults: { name }, inputs: ["main"], outputs: ["main"], properties, credentials: [] }, execute });

const text = (/** @type {string} */ name) => ({ displayName: name, name, type: "string", default: "" });

/** The HTTP Request node: its fields by the engine's expressions, its request by the engine's helper. */
const httpRequest = builtIn("httpRequest", ["method", "url", "nodeCredentialType", "jsonHeaders", "jsonBody", "sendBody"].map(text), async function () {
  const out = [];
  for (let item = 0; item < this.getInputData().length; item += 1) {
    const value = (/** @type {string} */ name) => this.getNodeParameter(name, item, "");
    const headers = value("jsonHeaders");
    const body = value("sendBody") ? { body: value("jsonBody") } : {};
    const json = await this.helpers.httpRequestWithAuthentication.call(this, value("nodeCredentialType"), { method: value("method") || "GET", url: value("url"), headers: typeof headers === "string" ? JSON.parse(headers || "{}") : headers, json: true, ...body });
    out.push({ json, pairedItem: { item } });
  }
  return [out];
});

/** The Edit Fields node that gives one object. */
const set = builtIn("set", [{ displayName: "JSON", name: "jsonOutput", type: "json", default: "{}" }], async function () {
  return [this.getInputData().map((/** @type {unknown} */ _, /** @type {number} */ item) => ({ json: JSON.parse(this.getNodeParameter("jsonOutput", item)), pairedItem: { item } }))];
});

const starter = (/** @type {string} */ name) => builtIn(name, [], async function () {
  return [this.getInputData()];
});

/**
 * n8n with a community package installed, and credentials by their ids.
 * @param {string} folder of the package @param {Record<string, Json>} [stored] the data of credentials by type
 */
export async function n8n(folder, stored = {}) {
  const loader = new PackageDirectoryLoader(folder);
  await loader.loadAll();
  /** @type {Record<string, any>} */
  const own = Object.fromEntries(["manualTrigger", "pipedriveTrigger", "scheduleTrigger", "noOp", "stickyNote"].map((name) => [`n8n-nodes-base.${name}`, starter(name)]));
  own["n8n-nodes-base.httpRequest"] = httpRequest;
  own["n8n-nodes-base.set"] = set;
  const typeOf = (/** @type {string} */ name) => own[name] ?? loader.getNode(name.split(".")[1] ?? "").type;
  const nodeTypes = { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) };

  /** Of stored credentials, as n8n's server does it: what the credential's own file says is put into the request. */
  class Stored extends ICredentialsHelper {
    getParentTypes = (/** @type {string} */ name) => loader.getCredential(name).type.extends ?? [];
    isCredentialUsableByNode = () => true;
    preAuthentication = async () => undefined;
    runPreAuthentication = async () => undefined;
    getCredentialsProperties = (/** @type {string} */ name) => loader.getCredential(name).type.properties;
    getDecrypted = async (/** @type {any} */ _data, /** @type {any} */ _node, /** @type {string} */ type) => {
      // The server fills in what the form hides.
      const hidden = Object.fromEntries(loader.getCredential(type).type.properties.map((/** @type {Json} */ one) => [one["name"], one["default"]]));
      return { ...hidden, ...stored[type] };
    };
    updateCredentials = async () => {};
    updateCredentialsOauthTokenData = async (/** @type {any} */ _node, /** @type {string} */ type, /** @type {Json} */ data) => {
      stored[type] = { ...stored[type], ...data };
    };
    async authenticate(/** @type {Json} */ credentials, /** @type {string} */ type, /** @type {Json} */ options) {
      const { headers = {} } = loader.getCredential(type).type.authenticate.properties;
      const filled = Object.entries(headers).map(([name, value]) => [name, String(value).replace(/^=\{\{\$credentials\.(\w+)\}\}$/, (_, key) => credentials[key])]);
      return { ...options, headers: { ...options["headers"], ...Object.fromEntries(filled) } };
    }
  }

  return {
    loader,
    stored,
    node: (/** @type {string} */ name) => typeOf(name),
    /** The node as an agent's tool. @param {Json} node @param {(given: any) => Promise<unknown>} handleToolInvocation */
    tool: (node, handleToolInvocation) => createNodeAsTool({ node, nodeType: typeOf(node["type"]), handleToolInvocation }).response,
    /**
     * Runs a workflow as a person does who presses its button.
     * @param {Json} given as it is exported
     * @returns {Promise<{ status: string, error?: any, of(name: string): Json[][], run: any }>} what each node gave on each output
     */
    async run(given) {
      const nodes = given["nodes"].map((/** @type {Json} */ one, /** @type {number} */ index) => ({ id: String(index), position: [0, 0], typeVersion: 1, parameters: {}, ...one }));
      const workflow = new Workflow({ id: "1", name: "test", active: false, nodeTypes, settings: {}, ...given, nodes });
      const additionalData = {
        credentialsHelper: new Stored(), hooks: new ExecutionLifecycleHooks("manual", "1", given), externalSecretsProxy: Container.get(ExternalSecretsProxy), executionId: "1", currentNodeExecutionIndex: 0,
        ...addresses, userId: "1", variables: {}, setExecutionStatus() {},
      };
      const start = nodes.find((/** @type {Json} */ { type }) => /Trigger$/.test(type));
      const run = await new WorkflowExecute(additionalData, "manual", createRunExecutionData ? createRunExecutionData({}) : undefined).run({ workflow, startNode: start, ...(given["pinData"] ? { pinData: given["pinData"] } : {}) });
      const { resultData } = run.data;
      return { status: run.status, error: resultData.error, run, of: (name) => (resultData.runData[name]?.at(-1)?.data?.main ?? []) };
    },
  };
}
