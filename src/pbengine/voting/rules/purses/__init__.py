"""Rules under which voters pay for a project in proportion to what they have left: exact without endless fractions."""
