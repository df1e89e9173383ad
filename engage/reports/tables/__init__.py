"""Tables of closed answers that an officer makes, frozen as they are made."""
