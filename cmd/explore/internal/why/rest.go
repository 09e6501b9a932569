package why

// Claims lists the claims.
func Claims() []Claim { return nil }
