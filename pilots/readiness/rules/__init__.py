"""The rules: each looks at a plan and says what it found."""
