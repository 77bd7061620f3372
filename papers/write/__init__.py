"""Committee papers as files: one description of a paper in, DOCX, PDF, XLSX, CSV or HTML out."""
