"""Networks, in plain torch."""
