"""Pages: server-rendered, one folder a task; they work without script."""
