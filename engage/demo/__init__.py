"""The demonstration: Bury 2026 with made-up answers, never loaded in a real deployment."""
