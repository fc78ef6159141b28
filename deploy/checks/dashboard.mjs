// Holds a Grafana dashboard to what an import forgives and its readers do not: panels of one id, or
// without a title, a description, a unit. Prints its expressions as rules of Prometheus, so that
// promtool checks them.
//
//   node dashboard.mjs FILE > rules.yaml
import { readFileSync } from 'node:fs';

const file = process.argv[2];
const dashboard = JSON.parse(readFileSync(file, 'utf8'));
const ids = new Set();
const rules = [];
let failed = false;

function require(condition, panel, fault) {
  if (!condition) {
    failed = true;
    console.error(`${file}: panel ${panel.id} (${panel.title}): ${fault}`);
  }
}

/** As it is once Grafana has put in its variables. */
function filled(expression) {
  return expression.replaceAll('$__rate_interval', '1m').replaceAll(/\$(instance|model)/g, '.*');
}

for (const panel of dashboard.panels) {
  require(panel.title, panel, 'no title');
  require(!ids.has(panel.id), panel, 'another has its id');
  ids.add(panel.id);
  if (panel.type === 'row') {
    continue;
  }
  require(panel.description, panel, 'no description');
  require(panel.fieldConfig?.defaults?.unit, panel, 'no unit');
  require(panel.targets?.length, panel, 'shows nothing');
  require(panel.datasource?.uid === '${datasource}', panel, 'its source is not the variable');
  for (const { refId, expr } of panel.targets ?? []) {
    rules.push({ record: `panel_${panel.id}:${refId}`, expr: filled(expr) });
  }
}
require(rules.length, dashboard, 'no expressions');
console.log(JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
process.exit(failed ? 1 : 0);
