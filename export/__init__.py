"""From a torch checkpoint to a runnable model folder; the only way torch leaves the lab."""
