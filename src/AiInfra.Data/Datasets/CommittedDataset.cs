namespace AiInfra.Data.Datasets;

/// <summary>A commit of a dataset, as steps of pipelines hand it on.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="CommitId">The commit; the same rows from the same ones before have the same.</param>
/// <param name="Rows">Rows of the commit.</param>
public sealed record CommittedDataset(string Dataset, string CommitId, long Rows)
{
    /// <summary>The commit of a dataset.</summary>
    public static CommittedDataset Of(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new CommittedDataset(dataset.Name, dataset.Commit.Id, dataset.Rows);
    }
}
