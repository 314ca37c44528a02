"""The course „Wahre Kundenorientierung“: from lessons and a question bank to a site."""
