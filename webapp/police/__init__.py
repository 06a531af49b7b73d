"""What the police do: mandated officers and the chief."""
