"""What every page shares: access, errors, forms, filters, assets and security headers."""
