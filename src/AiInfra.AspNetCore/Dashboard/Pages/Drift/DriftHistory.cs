namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

/// <summary>Drift of a deployment's inputs over time.</summary>
/// <param name="Deployment">Deployment.</param>
/// <param name="Version">Version whose training data the newest comparison is with.</param>
/// <param name="Newest">The newest comparison with all its columns; null before the first.</param>
/// <param name="ByRows">Whether the courses run along rows seen; along time otherwise.</param>
/// <param name="Comparisons">Comparisons that the courses are made of.</param>
/// <param name="NotAsked">Columns of the training data that the model is not asked with.</param>
/// <param name="Courses">The stability index of every column.</param>
internal sealed record DriftHistory(string Deployment, int? Version, DriftFinding? Newest, bool ByRows, int Comparisons, IReadOnlyList<string> NotAsked, IReadOnlyList<ColumnCourse> Courses);
