"""The register decides. Pure: standard library only, and today is always an argument."""
