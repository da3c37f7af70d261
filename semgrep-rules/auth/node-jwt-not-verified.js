import jwt from "jsonwebtoken";

export function expired(token, key) {
  // ruleid: node-jwt-not-verified
  return jwt.verify(token, key, { algorithms: ["HS256"], ignoreExpiration: true });
}

export function anyAlgorithm(token, key) {
  // ruleid: node-jwt-not-verified
  return jwt.verify(token, key, { algorithms: ["none"] });
}

export function claims(token) {
  // ruleid: node-jwt-not-verified
  const claims = jwt.decode(token);
  return claims.sub;
}

export const user = (token) => {
  // ruleid: node-jwt-not-verified
  return jwt.decode(token);
};

export function verified(token, key) {
  // ok: node-jwt-not-verified
  return jwt.verify(token, key, { algorithms: ["RS256"], ignoreExpiration: false });
}

export function keyFirst(token, keys) {
  // ok: node-jwt-not-verified
  const header = jwt.decode(token, { complete: true });
  return keys[header.kid];
}

export function both(token, key) {
  // ok: node-jwt-not-verified
  const issuer = jwt.decode(token);
  jwt.verify(token, key, { issuer: issuer.iss });
  return issuer;
}

// ok: node-jwt-not-verified
const text = decoder.decode(bytes);

export function made(claims, key) {
  // ok: node-jwt-not-verified
  return jwt.sign(claims, key, { algorithm: "RS256" });
}
