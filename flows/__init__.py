"""What happens by itself, and when: one Prefect flow per formal stage, the clockwork, and the worker that runs them."""
