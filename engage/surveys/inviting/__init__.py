"""Ways of inviting: a link and a poster for each school, page or list, and how many responses came by each."""
