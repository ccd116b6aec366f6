"""The record of acts a lead must be able to look up later."""
