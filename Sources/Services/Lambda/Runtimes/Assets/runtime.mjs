// The client of the Lambda Runtime API for Node.js: loads the function's handler, asks for events one after the other and
// posts what came of each.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const root = "/2018-06-01/runtime";
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function request(method, target, body, headers = {}) {
    return new Promise((resolve, reject) => {
        const sent = body === undefined ? undefined : Buffer.from(body);
        const options = { host, port, method, path: root + target, agent, headers };
        if (sent) options.headers = { "Content-Type": "application/json", "Content-Length": sent.length, ...headers };
        const call = http.request(options, (answer) => {
            const pieces = [];
            answer.on("data", (piece) => pieces.push(piece));
            answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
            answer.on("error", reject);
        });
        call.on("error", reject);
        call.end(sent);
    });
}

function errorDocument(error) {
    if (error instanceof Error) {
        return { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function log(level, requestID, parts) {
    const text = parts.map((part) => (typeof part === "string" ? part : inspect(part))).join(" ");
    process.stdout.write(`${new Date().toISOString()}\t${requestID}\t${level}\t${text.replaceAll("\n", "\r")}\n`);
}

const { format, inspect } = await import("node:util");
let current = "undefined";
for (const [name, level] of [["log", "INFO"], ["info", "INFO"], ["debug", "DEBUG"], ["warn", "WARN"], ["error", "ERROR"], ["trace", "TRACE"]]) {
    console[name] = (...parts) => log(level, current, [format(...parts)]);
}

class HandlerError extends Error {
    constructor(name, message) {
        super(message);
        this.name = name;
    }
}

async function load(file) {
    const require = createRequire(pathToFileURL(file));
    const isModule = (name) => {
        if (name.endsWith(".mjs")) return true;
        if (name.endsWith(".cjs")) return false;
        for (let folder = path.dirname(name); folder.startsWith(process.env.LAMBDA_TASK_ROOT); folder = path.dirname(folder)) {
            const description = path.join(folder, "package.json");
            if (existsSync(description)) return JSON.parse(readFileSync(description, "utf8")).type === "module";
        }
        return false;
    };
    for (const name of [file, file + ".js", file + ".mjs", file + ".cjs"]) {
        if (!existsSync(name)) continue;
        return isModule(name) ? await import(pathToFileURL(name)) : require(name);
    }
    throw new HandlerError("Runtime.ImportModuleError", `Error: Cannot find module '${path.basename(file)}'`);
}

async function loadHandler(text) {
    const base = path.basename(text);
    const dot = base.indexOf(".");
    if (dot < 0) throw new HandlerError("Runtime.MalformedHandlerName", "Bad handler");
    const folder = path.dirname(text);
    const file = path.resolve(process.env.LAMBDA_TASK_ROOT, folder, base.slice(0, dot));
    let found = await load(file);
    const names = base.slice(dot + 1).split(".");
    let value = found;
    for (const name of names) value = value?.[name];
    if (value === undefined && found.default) {
        value = found.default;
        for (const name of names) value = value?.[name];
    }
    if (value === undefined) {
        throw new HandlerError("Runtime.HandlerNotFound", `${text} is undefined or not exported`);
    }
    if (typeof value !== "function") throw new HandlerError("Runtime.HandlerNotFound", `${text} is not a function`);
    return value;
}

function context(headers, settle) {
    const deadline = Number(headers["lambda-runtime-deadline-ms"]);
    const own = {
        callbackWaitsForEmptyEventLoop: true,
        functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
        functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
        memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
        logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
        logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
        invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
        awsRequestId: headers["lambda-runtime-aws-request-id"],
        getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
        done: (error, result) => settle(error, result),
        succeed: (result) => settle(null, result),
        fail: (error) => settle(error ?? new Error("Handled"), undefined),
    };
    if (headers["lambda-runtime-client-context"]) own.clientContext = JSON.parse(headers["lambda-runtime-client-context"]);
    if (headers["lambda-runtime-cognito-identity"]) own.identity = JSON.parse(headers["lambda-runtime-cognito-identity"]);
    return own;
}

function run(handler, event, headers) {
    return new Promise((resolve, reject) => {
        const settle = (error, result) => (error ? reject(error) : resolve(result));
        const answer = handler(event, context(headers, settle), settle);
        if (answer && typeof answer.then === "function") answer.then(resolve, reject);
        // A handler that neither promises nor takes a callback has nothing to say once it returned.
        else if (handler.length < 3) setImmediate(() => resolve(answer));
    });
}

let handler;
try {
    handler = await loadHandler(process.env._HANDLER);
} catch (error) {
    const document = errorDocument(error);
    log("ERROR", "undefined", [`Uncaught Exception \t${JSON.stringify(document)}`]);
    await request("POST", "/init/error", JSON.stringify(document), { "Lambda-Runtime-Function-Error-Type": document.errorType });
    process.exit(1);
}

process.on("unhandledRejection", (error) => {
    throw error;
});
process.on("uncaughtException", async (error) => {
    const document = errorDocument(error);
    log("ERROR", current, [`Uncaught Exception \t${JSON.stringify(document)}`]);
    if (current !== "undefined") {
        await request("POST", `/invocation/${current}/error`, JSON.stringify(document), { "Lambda-Runtime-Function-Error-Type": document.errorType });
    }
    process.exit(128);
});

for (;;) {
    const next = await request("GET", "/invocation/next");
    if (next.status !== 200) process.exit(1);
    current = next.headers["lambda-runtime-aws-request-id"];
    process.env._X_AMZN_TRACE_ID = next.headers["lambda-runtime-trace-id"] ?? "";
    try {
        const result = await run(handler, JSON.parse(next.body.toString("utf8")), next.headers);
        const text = JSON.stringify(result === undefined ? null : result);
        await request("POST", `/invocation/${current}/response`, text);
    } catch (error) {
        const document = errorDocument(error);
        log("ERROR", current, [`Invoke Error \t${JSON.stringify(document)}`]);
        await request("POST", `/invocation/${current}/error`, JSON.stringify(document), { "Lambda-Runtime-Function-Error-Type": document.errorType });
    }
}
