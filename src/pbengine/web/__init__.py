"""Pages for residents, facilitators and auditors."""
