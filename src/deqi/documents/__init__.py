"""What is handed out: one consultation as HTML, PDF and terminal text."""
