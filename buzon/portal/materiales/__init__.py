"""The illustrated guide as data: the steps of each procedure, what each sentido means, and the questions people ask."""
