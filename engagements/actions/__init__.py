"""What changes an agreement. Each verb is atomic and writes its line of the audit log."""
