/** Stands first in every answer in prose. */
export const demoLabel = "> **Demo.** A prepared answer from Parley's demo provider; there is no model behind it.";
