"""Teacher looks and their distillation into a Lite network."""
