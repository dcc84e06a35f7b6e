"""What must hold before an engagement goes on. The registry is filled by every room that knows a fact."""
