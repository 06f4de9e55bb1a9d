"""The models of a study as programs of other tools, with the rows they are fitted on."""
