const https = require("https");

// ruleid: node-tls-verification-off
const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });

// ruleid: node-tls-verification-off
const pool = new Pool({ host, ssl: { rejectUnauthorized: false } });

// ruleid: node-tls-verification-off
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";

// ruleid: node-tls-verification-off
options.rejectUnauthorized = false;

// ok: node-tls-verification-off
const strict = new https.Agent({ ca, rejectUnauthorized: true });

// ok: node-tls-verification-off
const configured = new https.Agent({ rejectUnauthorized: config.strict });

// ok: node-tls-verification-off
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";

// ok: node-tls-verification-off
const form = { rejectUnknown: false };

// ok: node-tls-verification-off
const checked = { checkServerIdentity: (host, cert) => tls.checkServerIdentity(host, cert) };
