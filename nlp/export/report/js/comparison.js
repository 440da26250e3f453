// What several documents say of the same thing: groups of claims, figures that differ,
// positions that changed. Shown where the run's folder has them.

const COMPARISON = INDEX.comparison || { groups: [], conflicts: [], timelines: [] };
const hasComparison = () => COMPARISON.groups.length + COMPARISON.conflicts.length + COMPARISON.timelines.length > 0;
