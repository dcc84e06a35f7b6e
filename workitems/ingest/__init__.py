"""From the bytes of a file to work items, set by set; the verbs in ``actions.imports`` call it."""
