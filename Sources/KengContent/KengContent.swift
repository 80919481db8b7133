import KengDomain
