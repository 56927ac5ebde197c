"""Equal shares where supporters value a project differently: points, ranks, and what is done with money left over."""
