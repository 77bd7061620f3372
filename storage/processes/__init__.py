"""Running processes, how far each job has got, and leases."""
