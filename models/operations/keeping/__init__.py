"""What is kept and what is not: files, seals, backups, signs of life, and forgetting."""
