"""Whether all is kept and running: journals, backups, work that fails, figures of the installation."""
