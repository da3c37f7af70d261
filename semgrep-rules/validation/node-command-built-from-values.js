export function zip(name) {
  // ruleid: node-command-built-from-values
  execSync(`zip ${name}`);
  // ruleid: node-command-built-from-values
  child_process.exec(`rm -rf ${name}`);
  // ok: node-command-built-from-values
  execFile("zip", [name]);
  // ok: node-command-built-from-values
  const found = /a/.exec(name);
  // ok: node-command-built-from-values
  return evaluate(found);
}
