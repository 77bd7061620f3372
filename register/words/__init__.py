"""What people type is understood: what they ask to see, which refs they name, and what a reply says."""
