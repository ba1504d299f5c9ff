"""O teste padrão dos workers."""
