// The views below the first loop: which is open, and how each is set. All of it stands in the link.
export const VIEWS = ['matrix', 'mistakes', 'explain', 'what-if', 'time', 'compare', 'structure', 'images', 'race'] as const;
export type ViewName = (typeof VIEWS)[number];

/** How a view is set: its own words for its own choices. What is not here is as it is by default. */
export type ViewOptions = Readonly<Record<string, string>>;
