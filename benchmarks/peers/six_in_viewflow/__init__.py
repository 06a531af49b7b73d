"""The flow that is measured, as Viewflow asks for it."""
