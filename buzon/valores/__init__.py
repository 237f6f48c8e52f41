"""Value objects of the law: pure, no Django, no clock."""
