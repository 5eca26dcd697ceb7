namespace AiInfra.Data.Datasets;

/// <summary>What a check of a dataset commit found.</summary>
/// <param name="CommitId">The commit.</param>
/// <param name="Files">Files looked at.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Problems">What is wrong, in words; empty when all is well.</param>
public sealed record DatasetCheck(string CommitId, int Files, long Rows, IReadOnlyList<string> Problems)
{
    /// <summary>Whether all is well.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <inheritdoc />
    public override string ToString() => $"DatasetCheck {{ CommitId = {CommitId}, Files = {Files}, Rows = {Rows}, Problems = {Shown.List(Problems)}, IsIntact = {IsIntact} }}";
}
