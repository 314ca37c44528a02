"""Files for other systems, made from an edition: the content and its built site. Above site."""
