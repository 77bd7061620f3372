"""Settings: from the environment for a deployment, from a TOML file for a register."""
