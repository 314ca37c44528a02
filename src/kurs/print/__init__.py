"""PDF for trainers, made from an edition. Above exports."""
