"""Pages of the taxpayer: `escribir` takes a request up to its signature, `seguir` shows what became of it."""
