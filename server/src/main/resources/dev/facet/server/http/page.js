// The page for people: asks the server every two seconds, and compares photos when it is given two.
import { buckets, gained, parse, quantile, total } from "./metrics.js";

const INTERVAL = 2000;
const KEPT = 60;
const CALLS = "grpc_server_processing_duration_seconds";

const at = (id) => document.getElementById(id);
const lines = new Map();
let before = null;
let embedders = new Set();

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

// ----- numbers

function seconds(value) {
  if (Number.isNaN(value)) return "-";
  return value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms` : `${value.toFixed(1)} s`;
}

function draw(id, value) {
  const values = lines.get(id) ?? [];
  values.push(Number.isFinite(value) ? value : 0);
  if (values.length > KEPT) values.shift();
  lines.set(id, values);
  const highest = Math.max(...values, 1e-9);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  line.setAttribute("points", values
    .map((each, i) => `${120 * (i + KEPT - values.length) / (KEPT - 1)},${31 - 29 * each / highest}`)
    .join(" "));
  at(id).replaceChildren(line);
}

function show(id, text, value) {
  at(id).textContent = text;
  draw(`${id}-line`, value);
}

function showTraffic(now, elapsed) {
  // Detectors count photos, or parts of them.
  const faces = gained(
    before, now, "facet_inference_batch_size_sum", ({ model }) => embedders.has(model)) / elapsed;
  show("throughput", faces.toFixed(faces < 10 ? 1 : 0), faces);
  const unary = (labels) => labels.methodType === "UNARY";
  const slow = quantile(0.99, before, now, CALLS, unary);
  show("latency", `${seconds(quantile(0.5, before, now, CALLS, unary))}, ${seconds(slow)}`, slow);
  const wait = quantile(0.99, before, now, "facet_gate_queue_seconds");
  show("wait", seconds(wait), wait);
  const errors =
    gained(before, now, `${CALLS}_count`, (labels) => labels.statusCode !== "OK") / elapsed;
  show("errors", errors.toFixed(1), errors);
}

function showProcess(now) {
  const bytes = total(now, "process_resident_memory_bytes");
  show("memory", `${(bytes / 2 ** 20).toFixed(0)} MiB`, bytes);
  const up = Date.now() / 1000 - total(now, "process_start_time_seconds");
  at("uptime").textContent = `up ${up < 7200 ? `${Math.round(up / 60)} min` : `${Math.round(up / 3600)} h`}`;
}

function showBatches(now) {
  let below = 0;
  const sizes = buckets(
    now, "facet_inference_batch_size", ({ model }) => embedders.has(model)).map(([bound, count]) => {
    const own = count - below;
    below = count;
    return [bound, own];
  }).filter(([, count]) => count > 0);
  at("batches").replaceChildren(...sizes.map(([bound, count]) => {
    const row = element("div", "", "batch");
    const bar = element("meter");
    bar.max = below;
    bar.value = count;
    row.append(element("span", bound === Infinity ? "more" : `to ${bound}`), bar, element("span", String(count)));
    return row;
  }));
}

function fill(table, rows) {
  at(table).tBodies[0].replaceChildren(...rows.map((cells) => {
    const row = element("tr");
    row.append(...cells.map(([text, className]) => element("td", text, className ?? "")));
    return row;
  }));
}

function showStatus(status) {
  embedders = new Set(
    status.versions.filter((each) => each.kind === "embedder").map((each) => each.model));
  fill("versions", status.versions.map((each) => [
    [each.model], [String(each.version)],
    [each.share ? `${each.state}, ${100 * each.share} %` : each.state, each.state], [each.kind],
    [each.digest.slice(0, 12), "digest"]]));
  fill("changes", status.changes.map((each) => [
    [new Date(each.time).toLocaleString()], [each.model], [String(each.version)],
    [each.state, each.state], [each.failure]]));
  at("token-line").hidden = !status.tokens;
  if (!at("detect").dataset.known) {
    at("detect").dataset.known = "true";
    at("detect").checked =
      status.versions.some((each) => each.kind === "detector" && each.state === "live");
  }
}

async function refresh() {
  const readiness = at("readiness");
  try {
    const [ready, status, metrics] = await Promise.all([
      fetch("readyz").then((reply) => reply.text()),
      fetch("status").then((reply) => reply.json()),
      fetch("metrics").then((reply) => reply.text())]);
    readiness.textContent = ready.trim();
    readiness.className = readiness.textContent;
    showStatus(status);
    const now = parse(metrics);
    now.time = performance.now();
    showProcess(now);
    showBatches(now);
    if (before) showTraffic(now, (now.time - before.time) / 1000);
    before = now;
  } catch {
    readiness.textContent = "does not answer";
    readiness.className = "gone";
  }
  setTimeout(refresh, INTERVAL);
}

// ----- comparison

const photos = { first: null, second: null };

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}

function tell(text, failed = false) {
  at("similarity").textContent = text;
  at("similarity").className = failed ? "failed" : "";
}

async function compare() {
  if (!photos.first || !photos.second) return;
  tell("comparing ...");
  const operand = async (file) => ({ image: { encoded: await base64(file) } });
  const request = { first: await operand(photos.first), second: await operand(photos.second) };
  if (at("detect").checked) request.detect = { select: "FACE_SELECTION_LARGEST" };
  const headers = { "Content-Type": "application/json" };
  if (at("token").value) headers.Authorization = `Bearer ${at("token").value}`;
  try {
    const reply = await fetch("compare", { method: "POST", headers, body: JSON.stringify(request) });
    if (!reply.ok) {
      tell(await reply.text(), true);
      return;
    }
    const result = await reply.json();
    const far = result.far > 0
      ? `; of pairs of two people, one in ${Math.round(1 / result.far).toLocaleString()} is this alike`
      : "";
    tell(`Similarity ${(result.cosineSimilarity ?? 0).toFixed(4)}${far}`);
  } catch {
    tell("the server does not answer", true);
  }
}

function take(side, file) {
  if (!file) return;
  photos[side] = file;
  const image = element("img");
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  const label = at(side);
  label.querySelectorAll("span, img").forEach((old) => old.remove());
  label.append(image);
  compare();
}

for (const side of Object.keys(photos)) {
  const label = at(side);
  label.querySelector("input").addEventListener("change", (event) => take(side, event.target.files[0]));
  label.addEventListener("dragover", (event) => {
    event.preventDefault();
    label.classList.add("over");
  });
  label.addEventListener("dragleave", () => label.classList.remove("over"));
  label.addEventListener("drop", (event) => {
    event.preventDefault();
    label.classList.remove("over");
    take(side, event.dataTransfer.files[0]);
  });
}
at("detect").addEventListener("change", compare);
at("token").addEventListener("change", compare);
refresh();
