export async function login(req, res) {
  // ruleid: secret-logged
  logger.info("login", req.body);
  // ruleid: secret-logged
  console.log(user.password);
  // ok: secret-logged
  logger.info("login", req.body.name);
  // ok: secret-logged
  logger.info("token refreshed");
  // ok: secret-logged
  res.json({ token: user.token });
}
