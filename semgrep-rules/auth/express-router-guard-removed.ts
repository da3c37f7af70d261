const app = express();

// ruleid: express-router-guard-removed
app.use(helmet());

// ruleid: express-router-guard-removed
app.use("/admin", requireAdmin);

// ruleid: express-router-guard-removed
apiRouter.use(passport.authenticate("jwt", { session: false }), limiter);

// ruleid: express-router-guard-removed
fastify.addHook("onRequest", verifyAccess);

// ruleid: express-router-guard-removed
app.useGlobalGuards(new JwtAuthGuard());

// ok: express-router-guard-removed
app.use(express.json());

// ok: express-router-guard-removed
app.use("/auth", authRoutes);

// ok: express-router-guard-removed
app.use("/admin", require("./admin"));

// ok: express-router-guard-removed
fastify.addHook("onSend", requireAuth);

// ok: express-router-guard-removed
plugin.use(requireAuth);

// ok: express-router-guard-removed
app.use(compression());
