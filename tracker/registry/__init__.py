"""The register of VPN registrations and the lists of networks: checked, imported, versioned."""
