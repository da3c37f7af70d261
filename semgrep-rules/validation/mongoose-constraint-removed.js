const schema = new Schema({
  // ruleid: mongoose-constraint-removed
  number: { type: String, unique: true },
  // ruleid: mongoose-constraint-removed
  owner: { type: ObjectId, immutable: true },
  // ok: mongoose-constraint-removed
  note: { type: String },
  // ok: mongoose-constraint-removed
  needed: { type: Boolean, default: true },
  // ok: mongoose-constraint-removed
  tags: [String],
});
