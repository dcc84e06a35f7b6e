"""What a vendor's people see and write of their engagements."""
