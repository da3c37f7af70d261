const cors = require("cors");

// ruleid: node-cors-any-origin-with-credentials
app.use(cors({ origin: true, methods: ["GET"], credentials: true }));

// ruleid: node-cors-any-origin-with-credentials
app.enableCors({ credentials: true, origin: "*" });

// ruleid: node-cors-any-origin-with-credentials
const options = { origin: (origin, callback) => callback(null, true), credentials: true };

app.use((req, res, next) => {
  // ruleid: node-cors-any-origin-with-credentials
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  next();
});

// ok: node-cors-any-origin-with-credentials
app.use(cors({ origin: "*" }));

// ok: node-cors-any-origin-with-credentials
app.use(cors({ origin: true, credentials: false }));

// ok: node-cors-any-origin-with-credentials
app.use(cors({ origin: ["https://shop.example"], credentials: true }));

// ok: node-cors-any-origin-with-credentials
app.use(cors({ origin: config.origins, credentials: true }));

// ok: node-cors-any-origin-with-credentials
res.setHeader("Access-Control-Allow-Origin", "https://shop.example");
