router.post("/orders", async (req, res) => {
  // ruleid: request-body-mass-assigned
  const order = await prisma.order.create({ data: req.body });
  res.json(order);
});

router.patch("/users/:id", async (req, res) => {
  // ruleid: request-body-mass-assigned
  await prisma.user.update({ where: { id: req.params.id }, data: { ...req.body, changed: new Date() } });
  // ruleid: request-body-mass-assigned
  await User.update(req.body, { where: { id: req.params.id } });
  // ruleid: request-body-mass-assigned
  await Account.findByIdAndUpdate(req.params.id, req.body);
  // ruleid: request-body-mass-assigned
  const user = new User(req.body);
  // ruleid: request-body-mass-assigned
  Object.assign(user, req.body);
});

router.post("/safe", async (req, res) => {
  // ok: request-body-mass-assigned
  await prisma.order.create({ data: { title: req.body.title } });
  // ok: request-body-mass-assigned
  await prisma.order.create({ data: schema.parse(req.body) });
  // ok: request-body-mass-assigned
  await User.update(pick(req.body, ["name"]), { where: { id: req.user.id } });
  // ok: request-body-mass-assigned
  const input = new CreateOrderDto(req.body);
  // ok: request-body-mass-assigned
  const options = Object.assign(req.body, defaults);
  // ok: request-body-mass-assigned
  throw new ValidationError(req.body);
});

router.put("/cached", async (req, res) => {
  // ok: request-body-mass-assigned
  cache.set(req.params.id, req.body);
  // ok: request-body-mass-assigned
  const valid = validator.validate(req.body);
});
