"""The support base: voices online and on paper, counted per dwelling, and judged."""
