"""What the distributions that Holdfast stands on are licensed under. For developers: no part of the product."""
