/** What a model is used for; `parley.roles` may name another model for each. */
export const modelRoles = ['chat', 'explain', 'inline'] as const;

export type ModelRole = (typeof modelRoles)[number];
