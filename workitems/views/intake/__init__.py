"""The pages of intake: forms and their builder, requests, mails that need completing."""
