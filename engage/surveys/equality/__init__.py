"""Questions about the person, asked after the answers are sent and kept apart from them."""
