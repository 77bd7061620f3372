"""From what a register knew on a day to the content of a paper or report."""
