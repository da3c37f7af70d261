import jwt from "jsonwebtoken";

export function expired(token: string, key: string) {
  // ruleid: node-jwt-not-verified
  return jwt.verify(token, key, { algorithms: ["HS256"], ignoreExpiration: true });
}

export function anyAlgorithm(token: string, key: string) {
  // ruleid: node-jwt-not-verified
  return jwt.verify(token, key, { algorithms: ["none"] });
}

export function claims(token: string) {
  // ruleid: node-jwt-not-verified
  const claims = jwt.decode(token);
  return claims.sub;
}

export const user = (token: string) => {
  // ruleid: node-jwt-not-verified
  return jwt.decode(token);
};

export function verified(token: string, key: string) {
  // ok: node-jwt-not-verified
  return jwt.verify(token, key, { algorithms: ["RS256"], ignoreExpiration: false });
}

export function keyFirst(token: string, keys: Keys) {
  // ok: node-jwt-not-verified
  const header = jwt.decode(token, { complete: true });
  return keys[header.kid];
}

export function both(token: string, key: string) {
  // ok: node-jwt-not-verified
  const issuer = jwt.decode(token);
  jwt.verify(token, key, { issuer: issuer.iss });
  return issuer;
}

// ok: node-jwt-not-verified
const text = decoder.decode(bytes);

export function made(claims: Claims, key: string) {
  // ok: node-jwt-not-verified
  return jwt.sign(claims, key, { algorithm: "RS256" });
}
