export async function login(req, res) {
  // ruleid: node-secret-logged
  logger.info("login", req.body);
  // ruleid: node-secret-logged
  console.log(user.password);
  // ok: node-secret-logged
  logger.info("login", req.body.name);
  // ok: node-secret-logged
  logger.info("token refreshed");
  // ok: node-secret-logged
  res.json({ token: user.token });
}
