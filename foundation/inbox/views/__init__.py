"""What strangers may reach: the door for signed mails."""
