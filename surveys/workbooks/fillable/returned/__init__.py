"""A workbook that came back: recognised, read, compared with the drafts, saved, or given back with its mistakes marked."""
