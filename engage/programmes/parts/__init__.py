"""What a programme is made of, as officers add, change, order and remove it: waves, phases, lots and their like."""
