"""Six approvals as an application of Viewflow with its own forms and pages."""
